using ReasoningGrains.Attention;
using ReasoningGrains.Attention.Blocks;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models;
using ReasoningGrains.Models.Compilation;
using ReasoningGrains.Models.Onnx;
using ReasoningGrains.Models.Sampling;
using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;

namespace ReasoningGrains.Inference.Engine;

/// <summary>Makes engines.</summary>
public static class EngineFactory
{
    /// <summary>Room for ten active sets of 2,048 tokens of a small model (30 layers, 3 heads of 64), for one of a large one.</summary>
    private const long MostCopyBytes = 256 << 20;

    /// <summary>Compiles the model if need be, loads it and starts its loop.</summary>
    /// <param name="model">Read while the engine is made, not afterwards.</param>
    /// <param name="options">How.</param>
    public static IEngine Create(Model model, EngineOptions options)
    {
        var pool = new BlockPool(Shape(model.Config, options.Kv), options.Limits.KvBytes);
        var limits = options.Limits;
        return new Engine(new EngineModel(model.Name, model.Config.ContextLength, model.Tokenizer, model.Template, model.Sampling), limits, pool, CreateRunner(model, options, pool.Shape, moments: pool.Moments));
    }

    /// <summary>An engine whose model says one token for ever, at no cost: to measure the service around it.</summary>
    /// <param name="tokenizer">Of any model.</param>
    /// <param name="template">Of the same model.</param>
    /// <param name="token">What it says.</param>
    /// <param name="limits">Of the loop.</param>
    /// <param name="window">Its trained window.</param>
    /// <param name="sampling">Of requests that do not say how to sample; null is the whole distribution.</param>
    public static IEngine CreateNull(ITokenizer tokenizer, IChatTemplate template, int token, EngineLimits limits, int window = 1 << 20, SamplingDefaults? sampling = null)
        => new Engine(new EngineModel("null", window, tokenizer, template, sampling ?? SamplingDefaults.Whole), limits, new BlockPool(new KvShape(1, 1, 1, 2, KvElement.Int8), limits.KvBytes), new NullModelRunner(tokenizer.VocabularySize, token));

    /// <summary>The model's forward pass.</summary>
    /// <param name="model">Read while it is made.</param>
    /// <param name="options">How.</param>
    /// <param name="shape">Of the blocks.</param>
    /// <param name="placement">Of the graph; null is where the options' accelerator wants it.</param>
    /// <param name="moments">Of the pool whose blocks it attends; null is for blocks that nobody cools.</param>
    internal static IModelRunner CreateRunner(Model model, EngineOptions options, KvShape shape, GraphPlacement? placement = null, HeadMoments? moments = null)
    {
        placement ??= options.Accelerator == Accelerator.Cpu ? GraphPlacement.Host : GraphPlacement.Accelerator;
        var compiled = new CompiledModelCache(options.Cache).Open(model, options.Weights, placement.Value);
        var attention = new PagedAttention(shape, new RotaryTable(model.Config.Rope.InverseFrequencies(model.Config.HeadDim)), window: model.Config.ContextLength, copyBytes: Math.Min(MostCopyBytes, options.Limits.KvBytes / 8), moments: moments);
        return new OrtModelRunner(compiled.GraphPath, attention, ModelShape.Of(model.Config), options.Limits.StepTokens, Engine.Outputs(options.Limits), new SessionChoice(options.Accelerator, options.Threads));
    }

    internal static KvShape Shape(ModelConfig config, KvElement element) => new(config.Layers, config.Heads, config.KvHeads, config.HeadDim, element);
}
