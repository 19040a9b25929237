using ReasoningGrains.Inference.Engine;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Models.Compilation;
using ReasoningGrains.Models.Hub;
using ReasoningGrains.Models.Onnx;

namespace ReasoningGrains.Server.Hosting;

/// <summary>Reads <c>Model:…</c> and <c>Engine:…</c>; an error names the setting, its value and what is allowed.</summary>
internal static class EngineSettings
{
    public static EngineOptions Read(IConfiguration configuration)
    {
        var defaults = new EngineLimits();
        return new EngineOptions
        {
            ModelPath = ModelPath(configuration),
            Weights = Choice(configuration, "Model:Weights", WeightPrecision.Auto),
            Cache = configuration["Model:Cache"] is { Length: > 0 } cache ? cache : CompiledModelCache.DefaultFolder,
            Accelerator = Choice(configuration, "Engine:Accelerator", Accelerator.Cpu),
            Threads = (int)Number(configuration, "Engine:Threads", Environment.ProcessorCount, 1, 1024),
            Limits = new EngineLimits
            {
                MaxRows = (int)Number(configuration, "Engine:MaxRows", defaults.MaxRows, 1, 4096),
                StepTokens = (int)Number(configuration, "Engine:StepTokens", defaults.StepTokens, 16, 65536),
                QueueLength = (int)Number(configuration, "Engine:QueueLength", defaults.QueueLength, 0, 1_000_000),
                KvBytes = Number(configuration, "Engine:KvBytes", GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4, 1 << 20, long.MaxValue),
            },
        };
    }

    private static string ModelPath(IConfiguration configuration)
        => new ModelStore(configuration["Models:Directory"] is { Length: > 0 } models ? models : ModelStore.DefaultFolder)
            .Resolve(configuration["Model:Path"]);

    private static T Choice<T>(IConfiguration configuration, string key, T otherwise)
        where T : struct, Enum => configuration[key] is not { Length: > 0 } text ? otherwise
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw new ArgumentException($"{key} is '{text}'; allowed are {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");

    private static long Number(IConfiguration configuration, string key, long otherwise, long least, long most) => configuration[key] is not { Length: > 0 } text ? otherwise
        : long.TryParse(text, null, out var value) && value >= least && value <= most ? value
        : throw new ArgumentException($"{key} is '{text}'; allowed is a number from {least} to {most}.");
}
