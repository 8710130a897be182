"""What TRL makes of single rows. Runs in an environment of its own: python trl_rows.py {trainers,template} < ROWS

For `trainers` a row is taken if the trainer for its columns prepares it for training, for `template` if
`maybe_apply_chat_template` does, which other trainers of TRL use; of texts that aren't messages it says nothing.
The chat template is that of Qwen 2.5 as TRL has it. No row is too long.
"""

import json
import logging
import sys
import tempfile
from pathlib import Path
from types import SimpleNamespace

import datasets
import trl
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import PreTrainedTokenizerFast
from trl import DPOConfig, DPOTrainer, KTOConfig, KTOTrainer, SFTConfig, SFTTrainer
from trl.data_utils import is_conversational, maybe_apply_chat_template

TEMPLATE = (Path(trl.__file__).parent / "chat_templates/qwen2_5.jinja").read_text(encoding="utf-8")
ANSWERS = {
    "messages", "conversations", "text", "completion", "response",
    "chosen", "rejected", "chosen_response", "rejected_response",
}  # fmt: skip
SETTINGS = {"use_cpu": True, "bf16": False, "report_to": "none", "max_length": 100_000}


def tokenizer():
    words = Tokenizer(WordLevel({"[UNK]": 0, "</s>": 1}, unk_token="[UNK]"))
    words.pre_tokenizer = Whitespace()
    return PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", eos_token="</s>", pad_token="</s>", chat_template=TEMPLATE
    )


def trainers():
    """Each trainer as far as the preparation of its dataset needs it, without a model."""
    own = tokenizer()
    folder = tempfile.mkdtemp()
    sft, dpo, kto = (config(folder, **SETTINGS) for config in (SFTConfig, DPOConfig, KTOConfig))

    def supervised(row):
        pair = "prompt" in row and "completion" in row
        this = SimpleNamespace(_tokenizer=own, chat_template=None, completion_only_loss=pair)
        return SFTTrainer._prepare_dataset(this, one(row), own, sft, False, None, "train")

    def preferring(row):
        return DPOTrainer._prepare_dataset(SimpleNamespace(_tokenizer=own), one(row), own, dpo, "train")

    def marked(row):
        if not isinstance(row["label"], (bool, int)):
            raise TypeError("label is summed up and made a tensor of")
        this = SimpleNamespace(_tokenizer=own, calculate_KL=False, desirable_weight=1.0, undesirable_weight=1.0)
        return KTOTrainer._prepare_dataset(this, one(row), own, kto, "train")

    def prompting(row):
        """GRPOTrainer has no preparation: it hands prompts to the tokenizer or the chat template."""
        if is_conversational(row):
            return [own.apply_chat_template(row["prompt"], add_generation_prompt=True)]
        return [own(text=row["prompt"])]

    return supervised, preferring, marked, prompting


def one(row):
    return datasets.IterableDataset.from_generator(lambda: iter([row]))


def trainer_of(row, supervised, preferring, marked, prompting):
    if "input_ids" in row:
        return supervised
    if {"chosen", "rejected"} <= row.keys() and not {"messages", "conversations", "completion"} & row.keys():
        return preferring
    if "completion" in row and isinstance(row.get("label"), (bool, int)):
        return marked
    return prompting if "prompt" in row and not ANSWERS & row.keys() else supervised


def left_of(row, mode, choices, own):
    """What is left of a row to train on; tokens go past the chat template."""
    if mode == "trainers":
        return list(trainer_of(row, *choices)(row))
    return [row if "input_ids" in row else maybe_apply_chat_template(row, own)]


def main():
    logging.disable(logging.WARNING)
    choices, own = trainers(), tokenizer()
    for line in sys.stdin:
        try:
            left = left_of(json.loads(line), sys.argv[1], choices, own)
            verdict = {"takes": bool(left), "reason": "" if left else "dropped: no target"}
        except Exception as error:
            verdict = {"takes": False, "reason": f"{type(error).__name__}: {error}"[:300]}
        sys.stdout.write(json.dumps(verdict) + "\n")


if __name__ == "__main__":
    main()
