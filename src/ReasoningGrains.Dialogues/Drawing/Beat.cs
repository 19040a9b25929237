namespace ReasoningGrains.Dialogues.Drawing;

/// <summary>What a user says next in one thread of a dialogue, and the reply.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="Said">One sentence, without its mark.</param>
/// <param name="Think">Reasoning, or null.</param>
/// <param name="Answer">Reply.</param>
internal sealed record Beat(string Task, string Said, string? Think, string Answer)
{
    /// <summary>The answer is worth scoring.</summary>
    public bool Asks { get; init; }

    /// <summary>Asks for what other beats told, or never told.</summary>
    public bool Recalls { get; init; }

    /// <summary>Written with a question mark.</summary>
    public bool IsQuestion { get; init; }

    /// <summary>What a plain statement comes to: several of these may be told in one message.</summary>
    public string? Fact { get; init; }

    /// <summary>Refers to the beat before it, so nothing comes between.</summary>
    public bool Glued { get; init; }

    /// <summary>A statement that is taken down as it is.</summary>
    public static Beat Tell(string task, string said, string fact) => new(task, said, null, Noted([fact])) { Fact = fact };

    /// <summary>A question about what was told, or never told, with its reasoning.</summary>
    public static Beat Ask(string task, string said, string think, string answer) => AskAlone(task, said, think, answer) with { Recalls = true };

    /// <summary>A question that holds all it needs, with its reasoning.</summary>
    public static Beat AskAlone(string task, string said, string? think, string answer) => new(task, said, think, answer) { Asks = true, IsQuestion = true };

    public static string Noted(IEnumerable<string> facts) => $"Noted: {string.Join("; ", facts)}.";
}
