using ReasoningGrains.Dialogues.Drawing;

namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>One kind of thing that users want.</summary>
internal interface IDialogueTask
{
    string Name { get; }

    /// <summary>How often it is drawn, relative to the others.</summary>
    /// <param name="progress">Of the training, 0 to 1: what is hard comes oftener in the end.</param>
    double Weight(double progress);

    /// <summary>A thread of a dialogue; its subjects are its own, so that threads can be woven together. Empty when the dialogue has one already that excludes it.</summary>
    IEnumerable<Beat> Thread(Draw draw);
}
