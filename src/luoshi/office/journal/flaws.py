"""What can be amiss in the journal, in the words of whoever has to look into it."""

from dataclasses import dataclass

WORDS = {
    "changed": "日志第 {entry} 条被改动过，或不是本系统写的：内容与印记不符。",
    "removed": "日志第 {entry} 条不见了：第 {seal} 号封存里有它，现在找不到。",
    "moved": "日志第 {entry} 条与封存时不同：不在原来的位置（第 {seal} 号封存第 {place} 位），或印记被换过。",
    "gap": "第 {seal} 号封存第 {place} 位是空的：那里少了一条日志，挨着第 {entry} 条。",
    "empty": "第 {seal} 号封存第 {place} 位是空的：那里少了一条日志。",
    "added": "日志第 {entry} 条是后来塞进第 {seal} 号封存的：那里没有第 {place} 位。",
    "seal_changed": "第 {seal} 号封存（{count} 条日志，首条是第 {entry} 条）的印记不符：这次封存或前一次封存被改动过。",
    "seal_removed": "第 {seal} 号封存不见了。",
    "seal_added": "第 {seal} 号封存是多出来的：封存从 1 号起逐号排列。",
    "stray": "日志第 {entry} 条说是在第 {seal} 号封存里，但没有这一号封存。",
    "twice": "日志第 {entry} 条是第 {first} 条的复制：同一件事不会记两次。",
    "detail_changed": "日志第 {entry} 条的明细被改动过：与记录时的印记不符。",
    "detail_removed": "日志第 {entry} 条的明细不见了：没有哪次清理包括它。",
    "detail_added": "日志第 {entry} 条本来没有明细，现在多出一份。",
    "detail_stray": "有一份明细属于日志第 {entry} 条，但没有这一条。",
    "cut": "日志的末尾少了一截：密钥文件夹里记着已封存到第 {seal} 号，现在没有这一号，或已不是原来那一号。"
    "若刚从备份恢复，请运行 luoshi check journal --restored 原因，把这件事记入日志。",
    "head": "与导出的封存头不符：第 {seal} 号封存现在没有，或已不是导出时那一号。",
    "note_missing": "密钥文件夹里没有封存头（journal.head）：末尾是否少了一截，这次核对不了。",
    "note_broken": "密钥文件夹里的封存头（journal.head）读不懂：末尾是否少了一截，这次核对不了。",
    "unguarded": "数据库里的防改触发器少了 {count} 个（{names}）：日志可能被改过。",
    "foreign_key": "没有一条日志能用现在的密钥核对：密钥文件夹 {folder} 里的 journal.key 不是写这份日志时的那一把，"
    "或这份日志整个被换过。请找回原来的密钥再核对。",
    "foreign_fields": "没有一份明细能用现在的密钥打开：密钥文件夹 {folder} 里的 fields.key 不是原来那一把，"
    "或明细全被换过。日志各条已核对，明细没有核对。",
}


@dataclass(frozen=True)
class Flaw:
    """不符之处: something in the journal that is not as it was written. The code is for machines, `str` for people."""

    code: str
    entry: int | None = None  # the number of the entry concerned
    seal: int | None = None
    place: int | None = None
    facts: tuple[tuple[str, object], ...] = ()

    def __str__(self) -> str:
        return WORDS[self.code].format(entry=self.entry, seal=self.seal, place=self.place, **dict(self.facts))
