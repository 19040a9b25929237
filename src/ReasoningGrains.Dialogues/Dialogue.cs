namespace ReasoningGrains.Dialogues;

/// <summary>A conversation whose every answer is known.</summary>
/// <param name="System">Instructions before the first turn, or null.</param>
/// <param name="Turns">What was said, oldest first.</param>
public sealed record Dialogue(string? System, IReadOnlyList<DialogueTurn> Turns);

/// <summary>A message of the user and the one right reply to it.</summary>
/// <param name="Task">Name of the task that it belongs to, one of <see cref="DialogueGenerator.Tasks"/>.</param>
/// <param name="User">What the user says.</param>
/// <param name="Think">The reasoning before the answer, or null where none is needed.</param>
/// <param name="Answer">The exact answer.</param>
/// <param name="Asks">The answer is one to score, not a note of what was told.</param>
/// <param name="Recalls">It asks for what other turns told, or never told; else the message holds all that is needed.</param>
public sealed record DialogueTurn(string Task, string User, string? Think, string Answer, bool Asks, bool Recalls);
