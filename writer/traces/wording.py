"""How calls are told of: outcomes, seconds, tokens, the closing line."""

from __future__ import annotations

from writer.calls import ANSWERED, CallRecord
from writer.costs import Money, PriceTable, spent
from writer.traces.model import Call, Trace

STORED = "stored"


def state_of(record: CallRecord) -> str:
    """answered, stored or failed: what decides the colour of its bar."""
    if record.source == "store":
        return STORED
    return ANSWERED if record.outcome == ANSWERED and record.reply is not None else "failed"


def outcome_of(record: CallRecord) -> str:
    """In words: 已答, 取自共用记录, 写到长度上限, or why there is no answer."""
    state = state_of(record)
    if state == STORED:
        return "取自共用记录"
    if state == ANSWERED:
        return "写到长度上限" if record.finish == "length" else "拒绝" if record.refusal else "已答"
    return record.error or record.outcome


def again_of(call: Call) -> str:
    """How often the section had been asked, and this request tried, before; "" for the first."""
    asked = f"第{call.asked}次问" if call.asked > 1 else ""
    tried = f"第{call.record.attempt}次试" if call.record.attempt > 1 else ""
    return " ".join(filter(None, (asked, tried)))


def tokens_of(record: CallRecord) -> str:
    """1204→356; about, where the server did not say; nothing for a call without an answer."""
    if not (record.tokens_in or record.tokens_out):
        return ""
    about = "约" if record.estimated else ""
    return f"{about}{record.tokens_in}→{record.tokens_out}"


def duration(seconds: float) -> str:
    """0.8 秒, 2 分 05 秒."""
    if seconds < 60:
        return f"{seconds:.1f} 秒"
    return f"{int(seconds) // 60} 分 {int(seconds) % 60:02} 秒"


def summary_of(trace: Trace, prices: PriceTable) -> str:
    """Calls, time, tokens, money of the whole run in one line."""
    whole = spent(trace.records, prices)
    parts = [f"调用 {whole.calls} 次"]
    if whole.failed:
        parts.append(f"没有答复 {whole.failed} 次")
    if whole.stored:
        parts.append(f"取自共用记录 {whole.stored} 次")
    busy = sum(session.seconds for session in trace.sessions)
    parts.append(f"历时 {duration(busy)}")
    parts.append(f"同时最多 {max((s.at_once for s in trace.sessions), default=0)} 个")
    parts.append(f"输入 {whole.tokens_in}、输出 {whole.tokens_out} token")
    parts += [f"费用约 {Money(amount, currency)}" for currency, amount in whole.money.items()]
    if whole.unpriced:
        parts.append(f"{whole.unpriced} 次没有单价")
    return "，".join(parts)
