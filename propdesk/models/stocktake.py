"""Stock-takes of the key cabinet (钥匙盘点; manual P12): what was found on which hook, counted blind."""

from sqlmodel import Field, SQLModel


class Stocktake(SQLModel, table=True):
    """One count, of a whole desk or of one cabinet. The figures are those of its close."""

    item_id: int = Field(primary_key=True, foreign_key="item.id")
    cabinet: str | None = Field(default=None, max_length=10)
    counter_name: str = Field(default="", max_length=80)
    lines: int = 0
    expected: int = 0
    counted: int = 0
    missing: int = 0
    surplus: int = 0
    doubled: int = 0
    unknown: int = 0
    misplaced: int = 0
    explanation: str = ""


class StockLine(SQLModel, table=True):
    """What was found on one hook: `tag` is the label that was read, empty where the hook hung empty.

    `expected` is how many keys of that label the register had on hooks when it was counted, `owed` how many of the key
    set whose hook it is. `batch` is the entry that counted it: what a later one says of a hook replaces the earlier.
    """

    __tablename__ = "stock_line"

    id: int | None = Field(default=None, primary_key=True)
    stocktake_id: int = Field(foreign_key="item.id", index=True)
    batch: int
    cabinet: str = Field(default="", max_length=10)
    slot: int
    tag: str = Field(default="", max_length=20)
    pieces: int = 0
    expected: int = 0
    owed: int = 0
