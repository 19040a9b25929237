using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models.Compilation;
using ReasoningGrains.Models.Onnx;

namespace ReasoningGrains.Inference.Engine;

/// <summary>How an engine is made.</summary>
public sealed record EngineOptions
{
    /// <summary>A GGUF file or a folder in the Hugging Face layout.</summary>
    public required string ModelPath { get; init; }

    public WeightPrecision Weights { get; init; } = WeightPrecision.Auto;

    /// <summary>Folder of compiled graphs.</summary>
    public string Cache { get; init; } = CompiledModelCache.DefaultFolder;

    /// <summary>How keys and values are kept.</summary>
    public KvElement Kv { get; init; } = KvElement.Int8;

    public Accelerator Accelerator { get; init; } = Accelerator.Cpu;

    /// <summary>Threads that compute; a process has those of its first engine.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    public EngineLimits Limits { get; init; } = new();
}
