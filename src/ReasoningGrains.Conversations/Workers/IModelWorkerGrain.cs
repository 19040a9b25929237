namespace ReasoningGrains.Conversations.Workers;

/// <summary>The engine of one silo. The key names the silo; conversations of a silo use their own, so the blocks of a conversation stay where it is.</summary>
[Alias("reasoninggrains.IModelWorkerGrain")]
internal interface IModelWorkerGrain : IGrainWithStringKey
{
    [Alias("Generate")]
    IAsyncEnumerable<WorkerToken> Generate(WorkerRequest request, CancellationToken cancellation = default);
}

/// <summary>A generation that a conversation asks for.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.WorkerRequest")]
internal sealed record WorkerRequest
{
    [Id(0)] public required string Conversation { get; init; }

    /// <summary>The whole context.</summary>
    [Id(1)] public required ReadOnlyMemory<int> Tokens { get; init; }

    /// <summary>So many of the last tokens were generated before a restart.</summary>
    [Id(2)] public required int Resumed { get; init; }

    [Id(3)] public required TurnOptions Options { get; init; }

    [Id(4)] public required long Seed { get; init; }

    /// <summary>Which blocks of the past are attended; complete, so that it needs no default.</summary>
    [Id(5)] public required AttentionOptions Attention { get; init; }

    /// <summary>W_{t-1}; null where there is none.</summary>
    [Id(6)] public byte[]? Weights { get; init; }

    /// <summary>What the conversation's blocks are computed with.</summary>
    [Id(7)] public required string Lineage { get; init; }
}

/// <summary>A generated token, or the end.</summary>
[GenerateSerializer, Immutable, Alias("reasoninggrains.WorkerToken")]
internal sealed record WorkerToken
{
    [Id(0)] public required int Token { get; init; }

    [Id(1)] public required string Text { get; init; }

    [Id(2)] public StopReason? Stop { get; init; }

    [Id(3)] public int Cached { get; init; }

    [Id(4)] public TokenLogProb? LogProb { get; init; }

    /// <summary>W_t; in the last one of a routed generation.</summary>
    [Id(5)] public byte[]? Weights { get; init; }
}
