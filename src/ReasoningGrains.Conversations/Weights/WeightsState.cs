namespace ReasoningGrains.Conversations.Weights;

/// <summary>Orleans' grain state beside the transcript: W as the last weighed turn left it. Losing it costs attention to the past until the next turns measure it again.</summary>
[GenerateSerializer, Alias("reasoninggrains.WeightsState")]
internal sealed class WeightsState
{
    /// <summary>The turn that left it.</summary>
    [Id(0)] public string Turn { get; set; } = "";

    /// <summary>As the journal names it.</summary>
    [Id(1)] public string Digest { get; set; } = "";

    /// <summary>The model whose heads it weighs.</summary>
    [Id(2)] public string Model { get; set; } = "";

    /// <summary>W.</summary>
    [Id(3)] public byte[] Bytes { get; set; } = [];

    /// <summary>A <see cref="TokenPrefix"/> of the context that it is of.</summary>
    [Id(4)] public byte[] Context { get; set; } = [];
}
