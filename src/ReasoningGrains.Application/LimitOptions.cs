using System.ComponentModel.DataAnnotations;

namespace ReasoningGrains.Application;

/// <summary>What one caller may ask for (<c>Limits:…</c>).</summary>
public sealed class LimitOptions
{
    /// <summary>Turns of one caller that run or wait at once.</summary>
    [Range(1, 1_000_000)]
    public int ConcurrentTurns { get; set; } = 4096;

    /// <summary>Characters of one request that the model reads: of all items, and of instructions or what is scored.</summary>
    [Range(1, 1_000_000_000)]
    public int InputCharacters { get; set; } = 8_000_000;

    /// <summary>Items of one request.</summary>
    [Range(1, 1_000_000)]
    public int InputItems { get; set; } = 4096;

    /// <summary>Tokens of one answer, reasoning included: what a turn may ask for, and what one has that does not ask; null is as many as the model's window has.</summary>
    [Range(1, 1_000_000_000)]
    public int? OutputTokens { get; set; }

    /// <summary>Bytes of one HTTP request body.</summary>
    [Range(1024, 1_000_000_000)]
    public long RequestBytes { get; set; } = 32 * 1024 * 1024;

    /// <summary>What a refused caller is told to wait, in milliseconds.</summary>
    [Range(1, 3_600_000)]
    public int RetryAfterMilliseconds { get; set; } = 1000;
}
