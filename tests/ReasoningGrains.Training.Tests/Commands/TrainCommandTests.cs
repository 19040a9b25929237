using System.Diagnostics;
using ReasoningGrains.Training.Recipes;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Tests.Commands;

/// <summary>The real <c>reasoning-train</c>.</summary>
public sealed class TrainCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData("INT"), InlineData("TERM")]
    public async Task A_signal_stops_it_after_a_checkpoint(string signal)
    {
        RecipeFile.Write(folder["recipe.json"], TinyRecipe.Of(1_000_000, checkpointSteps: 1_000_000));
        var program = Path.Combine(AppContext.BaseDirectory.Replace("/tests/ReasoningGrains.Training.Tests/", "/src/ReasoningGrains.Training/", StringComparison.Ordinal), "reasoning-train.dll");
        using var training = Process.Start(new ProcessStartInfo("dotnet", [program, "train", "--recipe", folder["recipe.json"], "--out", folder["run"]]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (training.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), training.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            patience.CancelAfter(Patience);
            while (TrainingLog.LastStep(folder["run/log.jsonl"]) == 0)
            {
                Assert.False(training.HasExited, "It ended before its first steps.");
                await Task.Delay(20, patience.Token);
            }

            using (var kill = Process.Start("kill", [$"-{signal}", $"{training.Id}"]))
            {
                await kill.WaitForExitAsync(patience.Token);
            }

            await training.WaitForExitAsync(patience.Token);
        }
        finally
        {
            training.Kill(entireProcessTree: true);
        }

        Assert.Equal(130, training.ExitCode);
        Assert.Equal("", await errors);
        Assert.Contains("step ", await output, StringComparison.Ordinal);
        Assert.NotNull(TrainingRun.Checkpoints(folder["run"]).Last);
    }
}
