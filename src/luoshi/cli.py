"""The command `luoshi`: its subcommands, and what each is given."""

import argparse
import io
import os
import re
import sys
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import NoReturn

from luoshi import __version__

SOUND, REFUSED, MISUSED = 0, 1, 2
COMMAND, PATH = "命令", "路径"  # what stands for them in the help
FORMATS = ("table", "json", "html", "xlsx", "parquet")
MOST_WORKERS = 64
LARGEST_PORT = 65_535

# argparse's own sentences, as far as a person can cause them.
_COMPLAINTS = (
    (re.compile(r"the following arguments are required: (.+)"), r"还缺：\1"),
    (re.compile(r"unrecognized arguments: (.+)"), r"不认识“\1”"),
    (re.compile(r"argument (\S+): expected (?:one|at least one) argument"), r"\1 后面要有一个值"),
    (re.compile(r"argument (\S+): ignored explicit argument (.+)"), r"\1 后面不该有值，写的是 \2"),
    (re.compile(r"argument (\S+): (.+)"), r"\1：\2"),
    (re.compile(r"ambiguous option: (\S+) could match (.+)"), r"\1 不明确，可以是 \2"),
)

READ_EXAMPLES = """\
例子：
  luoshi read 报告.docx                          在屏幕上看任务台账
  luoshi read 报告.docx --out 责任分解表.xlsx    写成可以下发的责任分解表
  luoshi read 收文/ --to json --out 结果/        中断了再运行一次，从断的地方接着读
  luoshi read 收文/ --to parquet --out 数据/     很多份报告合成一组数据表
  curl -s 网页地址 | luoshi read - --to html --out 核对.html

能读：docx、pdf、ofd、html、mht、txt、xlsx、xls、et、ods、csv；装有 LibreOffice 的还有 doc、wps、rtf、odt。
扫描件、照片里的字认不出来，会说明怎么办。
结果：0 全部读完；1 有文件被拒绝或没有写成（逐个说明原因，其余照读）；2 用法不对。"""


INIT_EXAMPLES = """\
例子：
  luoshi init --name 云岭县教育局 --system 席同 --security 安宁:anning --audit 申计 --leader 李望舒
  luoshi init --name 望川市教育局 --kind city --data /srv/luoshi \\
    --system 王一:wangyi --security 李二:lier --audit 赵三:zhaosan --leader 周四:zhousi

三员是三个人，安全管理员提出的授权由局领导确认。不写登录名的，用姓名登录。初始密码只在屏幕上显示一次。
结果：0 建好；1 没有建（说明原因，例如这里已经有教育局）；2 用法不对。"""


CHECK_EXAMPLES = """\
例子：
  luoshi check journal                             逐条核对日志，是否与写入时一致
  luoshi check journal --data /srv/luoshi --head luoshi-journal-2026-11-22.txt
  luoshi check journal --restored "11月20日恢复了前一天的备份"

结果：0 完好；1 有不符之处，每处一行；2 用法不对。"""


PROOF_EXAMPLES = """\
例子：
  luoshi proof 报告送审稿.docx
  luoshi proof 报告送审稿.docx --last-year 去年的报告.docx --leaders 领导名册.txt

名册每行一人：姓名、空格、职务，按排名先后。“请核对”是有把握的，“请留意”只是提问。
结果：0 没有要核对的；1 有（逐处列出），或文件被拒绝；2 用法不对。"""


COMPARE_EXAMPLES = """\
例子：
  luoshi compare 本县工作要点.docx 市局工作要点.docx
  luoshi compare 本县工作要点.docx 市局工作要点.docx --all
  luoshi compare 今年的报告.docx 去年的报告.docx

先写我们的，后写上级的，或去年的。单位相同、年份不同，就按两个年度比较：去年部署的，今年怎么说、数达到没有。
只按用词比较，是否要补由人判断。
结果：0 都提到了；1 有没提到的，或指标低于上级、没有达到，或文件被拒绝；2 用法不对。"""


# 命令 is what the command itself is called, everything else is an option.
_CHOICE = re.compile(r"argument (?P<what>\S+): invalid choice: '(?P<given>.*?)' \(choose from (?P<known>[^)]+)\)")
_SECTION = re.compile(r"^(\S+):$", re.MULTILINE)


def _not_among(what: str, given: str, known: str) -> str:
    """What is not among the choices, the one that may be meant, and all of them."""
    choices = re.findall(r"[\w-]+", known)
    near = get_close_matches(given, choices, n=1)
    guess = f"，是不是“{near[0]}”？" if near else "。"
    said = f"没有“{given}”这个命令" if what == COMMAND else f"{what} 没有“{given}”这一项"
    return f"{said}{guess}可以是：{'、'.join(f'“{one}”' for one in choices)}"


class _Help(argparse.RawDescriptionHelpFormatter):
    """The commands stand under their heading at once, without a line for all of them; what is said of each begins in
    one column though a placeholder's two characters are wide."""

    def _format_action(self, action: argparse.Action) -> str:
        said = super()._format_action(action)
        if action.nargs == argparse.PARSER:
            return said.split("\n", 1)[1]
        name = self._format_action_invocation(action)
        return said.replace(name, name + " " * (2 - sum(not char.isascii() for char in name)), 1)


class _Parser(argparse.ArgumentParser):
    """argparse with its sentences in Chinese."""

    def error(self, message: str) -> NoReturn:
        if choice := _CHOICE.match(message):
            message = _not_among(**choice.groupdict())
        for pattern, said in _COMPLAINTS:
            if match := pattern.fullmatch(message):
                message = match.expand(said)
                break
        self.exit(MISUSED, f"用法不对：{message}。\n看例子：{self.prog} --help\n")

    def format_help(self) -> str:
        return _SECTION.sub(r"\1：", super().format_help().replace("usage: ", "用法：", 1))

    def format_usage(self) -> str:
        return super().format_usage().replace("usage: ", "用法：", 1)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; gives its exit code."""
    if sys.stdout is None:  # closed by whoever started us; what is said goes nowhere, to the end
        sys.stdout = io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8")
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], int] = arguments.run
    try:
        code = run(arguments)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output (head, less) has seen enough
        stay_silent_at_exit()
        return SOUND
    except OSError as error:
        from luoshi.reader.denied import why

        stay_silent_at_exit()
        what = f"{error.filename} 用不了" if error.filename else "结果没有写完"
        elsewhere = "写到别处（--out）" if "out" in arguments else "写到别处"
        sys.stderr.write(f"{what}：{why(error)}。请腾出地方，或{elsewhere}，再做一次。\n")
        return REFUSED
    except KeyboardInterrupt:
        sys.stderr.write("\n已中断。\n")
        return 130
    return code


def stay_silent_at_exit() -> None:
    """What is still waiting for standard output would be written at exit and complained of a second time."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="luoshi", description="教育工作报告：读成任务台账，交给人核对。", add_help=False, formatter_class=_Help
    )
    options = _options(parser)
    options.add_argument("--version", action="version", version=f"luoshi {__version__}", help="显示版本")
    commands = parser.add_subparsers(title=COMMAND, metavar=COMMAND, required=True, parser_class=_Parser)
    _add_read(commands)
    _add_proof(commands)
    _add_compare(commands)
    _add_demo(commands)
    _add_init(commands)
    _add_serve(commands)
    _add_work(commands)
    _add_check(commands)
    return parser


def _options(parser: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    options = parser.add_argument_group("选项")
    options.add_argument("-h", "--help", action="help", help="显示这份说明")
    return options


def _add_read(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "把报告读成任务台账（表格、JSON、网页或责任分解表）"
    parser = commands.add_parser(
        "read",
        help=about,
        description=about,
        epilog=READ_EXAMPLES,
        add_help=False,
        formatter_class=_Help,
    )
    given = parser.add_argument_group("输入")
    given.add_argument("paths", metavar=PATH, type=_path, nargs="+", help="文件或文件夹（逐层查找）；- 是标准输入")
    options = _options(parser)
    options.add_argument(
        "--to",
        choices=FORMATS,
        metavar="格式",
        help="table 屏幕表格、json、html 核对网页、xlsx 责任分解表、parquet 数据表；缺省看 --out",
    )
    options.add_argument(
        "--out", metavar=PATH, type=_path, help="写到这个文件；多份报告或以 / 结尾时是文件夹，每份报告一个文件"
    )
    options.add_argument("--jobs", metavar="数量", type=_workers, help="同时读几份（缺省用全部处理器）")
    parser.set_defaults(run=_read)


def _path(given: str) -> str:
    """Not the empty word that an unset variable of a script leaves, which would mean the current folder."""
    if not given:
        raise argparse.ArgumentTypeError("写的是空的，要写文件或文件夹的名字；当前文件夹是 . 这一个点")
    return given


def _words(given: str) -> str:
    if not given.strip():
        raise argparse.ArgumentTypeError("写的是空的")
    return given.strip()


def _workers(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"要 1 到 {MOST_WORKERS} 的整数，写的是“{given}”")
    return int(given)


def _read(arguments: argparse.Namespace) -> int:
    from luoshi.reader.write import batch, pool

    try:
        orders = batch.orders(arguments.paths, to=arguments.to, out=arguments.out)
    except batch.MisuseError as mistake:
        sys.stderr.write(f"用法不对：{mistake}\n")
        return MISUSED
    return REFUSED if batch.run(orders, workers=arguments.jobs or min(pool.cores(), MOST_WORKERS)) else SOUND


def _add_proof(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "校对报告草稿：数字、年份、序号、重复任务、合计、领导名单"
    parser = commands.add_parser(
        "proof", help=about, description=about, epilog=PROOF_EXAMPLES, add_help=False, formatter_class=_Help
    )
    given = parser.add_argument_group("输入")
    given.add_argument("path", metavar=PATH, type=_path, help="草稿；- 是标准输入")
    options = _options(parser)
    options.add_argument("--last-year", metavar=PATH, type=_path, help="去年的报告，看有没有照抄的成绩")
    options.add_argument("--leaders", metavar=PATH, type=_path, help="领导名册，核对姓名、职务和先后")
    parser.set_defaults(run=_proof)


def _proof(arguments: argparse.Namespace) -> int:
    from luoshi import proof

    return proof.draft(arguments.path, last_year=arguments.last_year, leaders=arguments.leaders)


def _add_compare(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "对照上级文稿看漏了什么，或对照去年的报告看兑现了多少"
    parser = commands.add_parser(
        "compare", help=about, description=about, epilog=COMPARE_EXAMPLES, add_help=False, formatter_class=_Help
    )
    given = parser.add_argument_group("输入")
    given.add_argument("ours", metavar="我们的", type=_path, help="我们的文稿")
    given.add_argument("theirs", metavar="另一份", type=_path, help="上级的文稿，或我们去年的报告")
    options = _options(parser)
    options.add_argument("--all", dest="everything", action="store_true", help="已经提到、已经办了的也列出")
    which = options.add_mutually_exclusive_group()
    which.add_argument("--years", dest="years", action="store_true", default=None, help="是同一单位的两个年度")
    which.add_argument("--superior", dest="years", action="store_false", default=None, help="后一份是上级的")
    parser.set_defaults(run=_compare)


def _compare(arguments: argparse.Namespace) -> int:
    from luoshi import proof

    return proof.against(arguments.ours, arguments.theirs, everything=arguments.everything, years=arguments.years)


def _add_demo(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "读随产品附带的报告样例，打印台账，并打开网页"
    parser = commands.add_parser("demo", help=about, description=about, add_help=False, formatter_class=_Help)
    options = _page_options(parser)
    options.add_argument("--no-serve", dest="serve", action="store_false", help="打印并自检网页后结束，不打开网页")
    parser.set_defaults(run=_demo)


def _demo(arguments: argparse.Namespace) -> int:
    from luoshi import demo

    return demo.run(host=arguments.host, port=arguments.port, serve=arguments.serve)


def _add_init(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "第一次使用：建立教育局、三位管理员和一位局领导，打印他们的初始密码"
    parser = commands.add_parser(
        "init", help=about, description=about, epilog=INIT_EXAMPLES, add_help=False, formatter_class=_Help
    )
    options = _options(parser)
    options.add_argument("--name", metavar="全称", type=_words, required=True, help="教育局的全称")
    options.add_argument(
        "--kind",
        choices=("county", "city", "province"),
        default="county",
        metavar="级别",
        help="county 县区（缺省）、city 市、province 省",
    )
    options.add_argument("--region", metavar="代码", default="", help="行政区划代码，6 位")
    for name, role in (("system", "系统管理员"), ("security", "安全管理员"), ("audit", "审计员"), ("leader", "局领导")):
        options.add_argument(
            f"--{name}", metavar="姓名", type=_words, required=True, help=f"{role}：姓名，或 姓名:登录名"
        )
    options.add_argument("--data", metavar=PATH, type=_path, help="数据文件夹（缺省是当前文件夹里的 .luoshi）")
    parser.set_defaults(run=_init)


def _init(arguments: argparse.Namespace) -> int:
    from luoshi import begin

    people = {option: getattr(arguments, option) for option in begin.ROLES}
    return begin.run(arguments.name, arguments.kind, people, region=arguments.region, data=arguments.data)


def _add_serve(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "打开网页，带一个后台程序（内容保存在数据文件夹）"
    parser = commands.add_parser("serve", help=about, description=about, add_help=False, formatter_class=_Help)
    options = _page_options(parser)
    options.add_argument("--data", metavar=PATH, type=_path, help="数据文件夹（缺省是当前文件夹里的 .luoshi）")
    parser.set_defaults(run=_serve)


def _serve(arguments: argparse.Namespace) -> int:
    from luoshi import demo

    return demo.keep_open(host=arguments.host, port=arguments.port, data=arguments.data)


def _add_work(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "做后台任务：导入、导出、定时的事（luoshi serve 自带一个）"
    parser = commands.add_parser("work", help=about, description=about, add_help=False, formatter_class=_Help)
    options = _options(parser)
    options.add_argument("--data", metavar=PATH, type=_path, help="数据文件夹（缺省是当前文件夹里的 .luoshi）")
    options.add_argument("--parent", metavar="编号", type=int, help="编号为此的进程结束时也结束（luoshi serve 自己用）")
    parser.set_defaults(run=_work)


def _work(arguments: argparse.Namespace) -> int:
    from luoshi import demo

    return demo.keep_working(data=arguments.data, parent=arguments.parent)


def _add_check(commands: "argparse._SubParsersAction[_Parser]") -> None:
    about = "核对保存的内容：journal 是日志，看有没有被改过、删过"
    parser = commands.add_parser(
        "check", help=about, description=about, epilog=CHECK_EXAMPLES, add_help=False, formatter_class=_Help
    )
    given = parser.add_argument_group("输入")
    given.add_argument("what", metavar="内容", choices=("journal",), help="journal 日志")
    options = _options(parser)
    options.add_argument("--data", metavar=PATH, type=_path, help="数据文件夹（缺省是当前文件夹里的 .luoshi）")
    options.add_argument("--head", metavar=PATH, type=_path, help="以前导出的封存头，看它还在不在")
    options.add_argument("--restored", metavar="原因", type=_words, help="恢复备份以后：记下原因，从现在的日志接着封存")
    parser.set_defaults(run=_check)


def _check(arguments: argparse.Namespace) -> int:
    from luoshi import check

    return check.journal(data=arguments.data, head=arguments.head, restored=arguments.restored)


def _page_options(parser: argparse.ArgumentParser) -> "argparse._ArgumentGroup":
    options = _options(parser)
    options.add_argument(
        "--host",
        default="127.0.0.1",
        metavar="地址",
        help="网页的地址（缺省 127.0.0.1，只有本机能打开；让别的机器访问，先设置 LUOSHI_HOSTS）",
    )
    options.add_argument("--port", type=_port, default=0, metavar="端口", help="网页的端口（缺省自动选一个空闲的）")
    return options


def _port(given: str) -> int:
    if not given.isascii() or not given.isdecimal() or int(given) > LARGEST_PORT:
        raise argparse.ArgumentTypeError(f"要 0 到 {LARGEST_PORT} 的整数，写的是“{given}”")
    return int(given)


if __name__ == "__main__":
    sys.exit(main())
