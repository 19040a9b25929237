namespace ReasoningGrains.Models.Templates.Jinja;

/// <summary>What a rendering wrote of the items of its <see cref="LocalLoop"/>.</summary>
/// <param name="Length">Characters of the whole rendering.</param>
/// <param name="Start">Where the first item's text begins.</param>
/// <param name="Items">The items.</param>
/// <param name="Ends">Where each item's text ends.</param>
/// <param name="Reads">Values of <see cref="LocalLoop.Reads"/>.</param>
internal sealed record WrittenLoop(int Length, int Start, IReadOnlyList<object?> Items, int[] Ends, IReadOnlyList<object?> Reads);
