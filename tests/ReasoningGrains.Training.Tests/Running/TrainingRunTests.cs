using ReasoningGrains.Training.Recipes;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Tests.Running;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Optimizers.AdamW)]
    [InlineData(Optimizers.Muon)]
    public void A_resumed_run_gives_the_weights_of_an_uninterrupted_one(string optimizer)
    {
        var recipe = TinyRecipe.Of(24, checkpointSteps: 8) with { Optimizer = optimizer };
        Train(folder["whole"], recipe, stopAfter: null);
        // 13 is no multiple of 8: as a kill would, the copy of the checkpoint of step 8 goes back to it.
        Train(folder["cut"], recipe, stopAfter: 13);
        Directory.Delete(folder["cut/checkpoints/step-0000013"], recursive: true);
        Train(folder["cut"], recipe, stopAfter: null);
        foreach (var name in (string[])["weights.f32", "first-moment.f32", "second-moment.f32", "position.json"])
        {
            Assert.Equal(File.ReadAllBytes(folder[$"whole/checkpoints/step-0000024/{name}"]), File.ReadAllBytes(folder[$"cut/checkpoints/step-0000024/{name}"]));
        }
    }

    [Fact]
    public void A_run_that_stops_after_a_step_has_the_weights_of_a_whole_one_there()
    {
        var recipe = TinyRecipe.Of(24, checkpointSteps: 8);
        Train(folder["whole"], recipe, stopAfter: 16);
        Train(folder["part"], recipe with { StopAfter = 16 }, stopAfter: null);
        Assert.EndsWith("step-0000016", TrainingRun.Checkpoints(folder["part"]).Last, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllBytes(folder["whole/checkpoints/step-0000016/weights.f32"]), File.ReadAllBytes(folder["part/checkpoints/step-0000016/weights.f32"]));
    }

    [Fact]
    public void The_log_of_a_resumed_run_has_each_step_once()
    {
        var recipe = TinyRecipe.Of(40, checkpointSteps: 15);
        Train(folder["run"], recipe, stopAfter: 30);
        Directory.Delete(folder["run/checkpoints/step-0000030"], recursive: true);
        File.AppendAllText(folder["run/log.jsonl"], "{\"step\":3");
        Train(folder["run"], recipe, stopAfter: null);
        var lines = File.ReadAllLines(folder["run/log.jsonl"]);
        Assert.Equal(4, lines.Length);
        Assert.All(lines.Select((line, i) => (line, i)), p => Assert.StartsWith($"{{\"step\":{10 * (p.i + 1)},", p.line, StringComparison.Ordinal));
    }

    [Fact]
    public void A_checkpoint_half_written_is_not_one()
    {
        var recipe = TinyRecipe.Of(4, checkpointSteps: 2);
        Train(folder["run"], recipe, stopAfter: 2);
        Directory.CreateDirectory(folder["run/checkpoints/unfinished"]);
        File.WriteAllText(folder["run/checkpoints/unfinished/weights.f32"], "half");
        Train(folder["run"], recipe, stopAfter: null);
        Assert.EndsWith("step-0000004", TrainingRun.Checkpoints(folder["run"]).Last, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_holds_a_training_is_not_overwritten_and_not_continued_with_another_recipe()
    {
        var recipe = TinyRecipe.Of(4, checkpointSteps: 2);
        Train(folder["run"], recipe, stopAfter: 2);
        var again = Assert.Throws<RecipeException>(() => new TrainingRun(folder["run"], recipe, TinyRecipe.Source(recipe), resume: false));
        Assert.Contains("--resume", again.Message, StringComparison.Ordinal);
        Assert.Throws<RecipeException>(() => new TrainingRun(folder["run"], recipe with { Seed = 2 }, TinyRecipe.Source(recipe), resume: true));
    }

    [Fact]
    public void A_training_does_not_go_on_with_other_examples()
    {
        var recipe = TinyRecipe.Of(4, checkpointSteps: 2);
        Train(folder["run"], recipe, stopAfter: 2);
        var other = TinyRecipe.Source(recipe with { Data = recipe.Data with { Seed = recipe.Data.Seed + 1 } });
        var refused = Assert.Throws<RecipeException>(() => new TrainingRun(folder["run"], recipe, other, resume: true));
        Assert.Contains("other examples", refused.Message, StringComparison.Ordinal);
        Train(folder["run"], recipe, stopAfter: null);
    }

    [Fact]
    public void The_recipe_and_the_log_of_a_training_without_checkpoints_stay_as_they_are()
    {
        var recipe = TinyRecipe.Of(40, checkpointSteps: 15);
        Train(folder["run"], recipe, stopAfter: 30);
        Directory.Delete(folder["run/checkpoints"], recursive: true);
        File.AppendAllText(folder["run/recipe.json"], "\n");
        string[] files = [folder["run/recipe.json"], folder["run/log.jsonl"]];
        var before = files.Select(File.ReadAllText).ToArray();
        foreach (var resume in (bool[])[false, true])
        {
            var refused = Assert.Throws<RecipeException>(() => new TrainingRun(folder["run"], recipe, TinyRecipe.Source(recipe), resume));
            Assert.Contains("checkpoints are gone", refused.Message, StringComparison.Ordinal);
        }

        Assert.Throws<RecipeException>(() => new TrainingRun(folder["run"], recipe with { Seed = 2 }, TinyRecipe.Source(recipe), resume: false));
        Assert.Equal(before, files.Select(File.ReadAllText));
    }

    [Fact]
    public void A_training_that_was_killed_before_its_first_checkpoint_begins_again()
    {
        var recipe = TinyRecipe.Of(24, checkpointSteps: 20);
        Train(folder["run"], recipe, stopAfter: 15);
        Directory.Delete(folder["run/checkpoints"], recursive: true);
        Train(folder["run"], recipe, stopAfter: null);
        Assert.EndsWith("step-0000024", TrainingRun.Checkpoints(folder["run"]).Last, StringComparison.Ordinal);
    }

    [Fact]
    public void A_copy_of_a_checkpoint_is_neither_deleted_nor_gone_on_with()
    {
        var recipe = TinyRecipe.Of(8, checkpointSteps: 2);
        Train(folder["run"], recipe, stopAfter: 2);
        Directory.CreateDirectory(folder["run/checkpoints/step-0000002-kept"]);
        Directory.CreateDirectory(folder["run/checkpoints/step-9-better"]);
        Train(folder["run"], recipe, stopAfter: null);
        Assert.Equal(["step-0000002-kept", "step-0000006", "step-0000008", "step-9-better"], Directory.GetDirectories(folder["run/checkpoints"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_trainings_do_not_share_a_folder()
    {
        var recipe = TinyRecipe.Of(4, checkpointSteps: 2);
        using (new TrainingRun(folder["run"], recipe, TinyRecipe.Source(recipe), resume: false))
        {
            var refused = Assert.Throws<RecipeException>(() => new TrainingRun(folder["run"], recipe, TinyRecipe.Source(recipe), resume: true));
            Assert.Contains("Another process trains", refused.Message, StringComparison.Ordinal);
        }

        Train(folder["run"], recipe, stopAfter: null);
        Assert.False(File.Exists(folder["run/lock"]));
    }

    private static void Train(string path, Recipe recipe, int? stopAfter)
    {
        using var stop = new CancellationTokenSource();
        using var run = new TrainingRun(path, recipe, TinyRecipe.Source(recipe), resume: true);
        run.Train(TimeProvider.System, new Stopper(stopAfter, stop), stop.Token);
    }

    private sealed class Stopper(int? after, CancellationTokenSource stop) : ITrainingMonitor
    {
        public void Stepped(StepResult result, Pace pace)
        {
            if (result.Step == after)
            {
                stop.Cancel();
            }
        }
    }
}
