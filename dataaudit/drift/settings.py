"""What counts as drift."""

from __future__ import annotations

from dataclasses import dataclass, field

_PROPOSED = "nobody published any; ours, calibrated on Alpaca and on sets without drift"


@dataclass(frozen=True, kw_only=True)
class Settings:
    """When a part of the data is said to be written otherwise than the rest."""

    max_q: float = field(default=0.05, metadata={"source": "Benjamini and Hochberg 1995, the usual rate"})
    min_rows: int = field(default=30, metadata={"source": f"answers on either side; {_PROPOSED}"})
    min_share: float = field(default=0.10, metadata={"source": f"difference of shares; {_PROPOSED}"})
    min_variation: float = field(default=0.10, metadata={"source": f"total variation of a style; {_PROPOSED}"})
    min_smirnov: float = field(default=0.15, metadata={"source": f"Kolmogorov and Smirnov's D; {_PROPOSED}"})
    min_cliff: float = field(
        default=0.147, metadata={"source": "Cliff's delta, with D; below it is negligible (Romano et al. 2006)"}
    )
    min_stretch: int = field(
        default=50,
        metadata={"source": "rows of a stretch; answers generated in one go, 20 to 40 in Alpaca, are alike"},
    )
    min_stretch_share: float = field(
        default=0.02, metadata={"source": "of all rows, for a stretch; ours: what is less is a matter of single rows"}
    )
    min_excess: int = field(
        default=20,
        metadata={"source": "rows by which a stretch that was looked for must stand out; ours, on Alpaca as it is"},
    )
    told_apart: float = field(
        default=0.75,
        metadata={"source": "AUC from which a stretch is another topic; ours: LIMA's sections have .9 and more"},
    )

    @property
    def min_size(self) -> float:
        """The least effect of any kind that can be an alarm."""
        return min(self.min_share, self.min_variation, self.min_smirnov)
