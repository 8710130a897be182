from dataaudit.formats.boundaries import seams

TEXTS = [f"text {i}" for i in range(10)]


def messages(prompts: list[str], completions: list[str]) -> list[tuple[str, tuple[int, ...]]]:
    return [(seam.message, seam.positions) for seam in seams(prompts, completions)]


def test_one_seam_in_all_rows_is_no_matter() -> None:
    prompts = [f"{text}?\n\n###\n\n" for text in TEXTS]
    assert messages(prompts, [f" {text}" for text in TEXTS]) == []


def test_the_rows_with_another_white_space_are_named() -> None:
    prompts = [f"{text} ->" for text in TEXTS]
    prompts[3] += " "
    completions = [f" {text}" for text in TEXTS]
    completions[5] = "text"
    assert messages(prompts, completions) == [
        ("most prompts end with no white space, but not here", (3,)),
        ("most completions begin with a space, but not here", (5,)),
    ]


def test_without_a_policy_no_row_is_to_blame() -> None:
    completions = [" " * (i % 2) + text for i, text in enumerate(TEXTS)]
    assert messages([f"{text} ->" for text in TEXTS], completions) == [
        ("completions begin with a space (5), no white space (5)", ())
    ]


def test_a_row_without_the_common_ending_is_named() -> None:
    prompts = [f"{text}\n### Response:" for text in TEXTS]
    prompts[7] = "text 7"
    assert messages(prompts, TEXTS) == [("the prompts have the ending '\\n### Response:', but not here", (7,))]


def test_no_seam_at_all_is_a_note() -> None:
    prompts = [f"text {i} of {'abcdefghij'[i]}" for i in range(10)]
    [seam] = seams(prompts, TEXTS)
    assert (seam.positions, seam.differs) == ((), False)


def test_without_rows_there_is_no_seam() -> None:
    assert seams([], []) == []
