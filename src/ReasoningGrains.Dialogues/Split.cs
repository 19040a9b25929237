namespace ReasoningGrains.Dialogues;

/// <summary>Which half of the names, numbers and wordings a dialogue is drawn from; the two share no case.</summary>
public enum Split
{
    /// <summary>What a model learns from.</summary>
    Training,

    /// <summary>Names, operands, codes and wordings that training never draws.</summary>
    Evaluation,
}
