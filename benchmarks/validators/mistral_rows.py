"""What mistral-common makes of single rows. Runs in an environment of its own: python mistral_rows.py < ROWS

mistral-finetune is no package: this hands rows to mistral-common's message types and to its validator of version 3
in finetuning mode as it does (finetune/data/tokenize.py), in the same order and with its own few rules.
"""

import json
import sys

from mistral_common.protocol.instruct.messages import FinetuningAssistantMessage, ToolMessage, UserMessage
from mistral_common.protocol.instruct.request import InstructRequest
from mistral_common.protocol.instruct.tool_calls import Function, FunctionCall, Tool, ToolCall
from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode

ROLES = ("system", "user", "assistant", "tool")


class RowError(ValueError):
    """A rule of mistral-finetune itself."""


def require(holds, reason):
    if not holds:
        raise RowError(reason)


def pretrain(row):
    require(not ("text" in row and "content" in row), "both text and content")
    require(isinstance(row.get("text", row.get("content")), str), "no text")


def instruct(row):
    lists = [key for key in ("messages", "interactions") if key in row]
    require(len(lists) == 1, f"conversations: {len(lists)}")
    require(not ("tools" in row and "available_tools" in row), "both tools and available_tools")
    tools = [as_tool(tool) for tool in row.get("tools", row.get("available_tools")) or ()]
    system, messages = row.get("system_prompt"), []
    for message in row[lists[0]]:
        content = content_of(message)
        if message["role"] == "system":
            require(system is None, "a second system prompt")
            system = content
        else:
            messages.append(as_message(message, content))
    validator = MistralRequestValidatorV3(ValidationMode.finetuning)
    validator.validate_messages(messages)
    validator._validate_tools(tools)
    InstructRequest(messages=messages, system_prompt=system, available_tools=tools or None)


def content_of(message):
    require("role" in message, "no role")
    require(not ("content" in message and "text" in message), "both content and text")
    content = message.get("content")
    content = message.get("text") if content is None else content
    require(content is not None or message.get("tool_calls") is not None, "no content")
    require(message["role"] in ROLES, "unknown role")
    return content


def as_message(message, content):
    if message["role"] == "assistant":
        calls = message.get("tool_calls")
        calls = None if calls is None else [as_call(call) for call in calls]
        return FinetuningAssistantMessage(content=content, tool_calls=calls, weight=message.get("weight"))
    require(content is not None, "no content")
    if message["role"] == "user":
        return UserMessage(content=content)
    require("tool_call_id" in message, "no tool_call_id")
    return ToolMessage(content=content, tool_call_id=message["tool_call_id"], name=message.get("name"))


def as_call(call):
    require("id" in call and "function" in call, "a call without id or function")
    function = call["function"]
    require("name" in function and "arguments" in function, "a call without name or arguments")
    require(isinstance(function["arguments"], str), "arguments that are no text")
    return ToolCall(id=call["id"], function=FunctionCall(name=function["name"], arguments=function["arguments"]))


def as_tool(tool):
    require("function" in tool, "a tool without function")
    function = tool["function"]
    require(all(key in function for key in ("name", "description", "parameters")), "a function without its keys")
    require(isinstance(function["parameters"], dict), "parameters that are no object")
    own = {key: function[key] for key in ("name", "description", "parameters")}
    return Tool(function=Function(**own))


def main():
    for line in sys.stdin:
        row = json.loads(line)
        talks = not isinstance(row.get("text"), str) and ("messages" in row or "interactions" in row)
        try:
            (instruct if talks else pretrain)(row)
            verdict = {"takes": True, "reason": ""}
        except Exception as error:
            verdict = {"takes": False, "reason": f"{type(error).__name__}: {error}"[:300]}
        sys.stdout.write(json.dumps(verdict) + "\n")


if __name__ == "__main__":
    main()
