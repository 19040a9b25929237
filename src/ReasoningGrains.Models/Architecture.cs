namespace ReasoningGrains.Models;

/// <summary>The decoder families that the graph writer knows. All are pre-norm, rotary, gated-SiLU decoders; they differ in biases and norms.</summary>
public enum Architecture
{
    /// <summary>Llama 2 and 3, SmolLM2, DeepSeek-R1-Distill-Llama.</summary>
    Llama,

    /// <summary>Mistral 7B and its family: Llama with its own defaults.</summary>
    Mistral,

    /// <summary>Qwen2, Qwen2.5, DeepSeek-R1-Distill-Qwen: biases on query, key and value.</summary>
    Qwen2,

    /// <summary>Qwen3 (dense): an RMS norm on each head's query and key, no biases.</summary>
    Qwen3,
}
