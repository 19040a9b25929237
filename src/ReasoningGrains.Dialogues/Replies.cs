namespace ReasoningGrains.Dialogues;

/// <summary>Replies that are always the same.</summary>
internal static class Replies
{
    public const string Unknown = "I do not know.";

    public const string Outside =
        "I cannot help with that: I am only the small built-in model of ReasoningGrains. I remember what you tell me, count, calculate and draw conclusions. "
        + "For everything else get a real model: reasoning models pull Qwen/Qwen3-0.6B, then reasoning chat --model Qwen3-0.6B";
}
