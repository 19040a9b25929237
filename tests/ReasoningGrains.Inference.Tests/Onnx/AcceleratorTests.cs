using System.Diagnostics;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using ReasoningGrains.Inference.Onnx;
using ReasoningGrains.Tests;

namespace ReasoningGrains.Inference.Tests.Onnx;

/// <summary>What a machine without a device can say of CUDA: which package a build takes, and what the server says there.</summary>
public sealed class AcceleratorTests
{
    [Fact]
    public void The_processor_takes_all_optimizations()
    {
        using var options = new SessionChoice(Accelerator.Cpu, 2).CreateOptions();
        Assert.Equal(GraphOptimizationLevel.ORT_ENABLE_ALL, options.GraphOptimizationLevel);
    }

    [Fact]
    public void Cuda_without_a_device_says_what_is_missing_and_what_else_to_do()
    {
        Assert.SkipWhen(CudaTests.IsBuilt, "Built for CUDA.");
        var refused = Assert.Throws<NotSupportedException>(() => new SessionChoice(Accelerator.Cuda, 2).CreateOptions());
        Assert.Contains("Engine:Accelerator is cuda", refused.Message, StringComparison.Ordinal);
        Assert.Contains("-p:Accelerator=cuda", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Engine:Accelerator to cpu", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cpu", "Microsoft.ML.OnnxRuntime", "true")]
    [InlineData("cuda", "Microsoft.ML.OnnxRuntime.Gpu", "")]
    public async Task A_build_takes_the_package_of_its_accelerator(string accelerator, string package, string locked)
    {
        var server = Path.Combine(Repository.Root, "src", "ReasoningGrains.Server", "ReasoningGrains.Server.csproj");
        var start = new ProcessStartInfo("dotnet", ["msbuild", server, "-getItem:PackageReference", "-getProperty:RestorePackagesWithLockFile", $"-p:Accelerator={accelerator}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var evaluated = JsonDocument.Parse(await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken));
        var names = evaluated.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray().Select(p => p.GetProperty("Identity").GetString()!);
        Assert.Equal(package, Assert.Single(names, name => name is "Microsoft.ML.OnnxRuntime" or "Microsoft.ML.OnnxRuntime.Gpu"));
        Assert.Equal(locked, evaluated.RootElement.GetProperty("Properties").GetProperty("RestorePackagesWithLockFile").GetString());
    }
}
