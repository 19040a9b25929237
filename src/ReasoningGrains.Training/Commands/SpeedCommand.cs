using System.CommandLine;
using System.Diagnostics;
using ReasoningGrains.Training.Examples;
using ReasoningGrains.Training.Llama;
using ReasoningGrains.Training.Recipes;
using ReasoningGrains.Training.Running;

namespace ReasoningGrains.Training.Commands;

/// <summary><c>reasoning-train speed</c>.</summary>
internal static class SpeedCommand
{
    public static Command Create()
    {
        var shape = new ModelShape();
        Option<int> width = Number("--width", shape.Width), layers = Number("--layers", shape.Layers), heads = Number("--heads", shape.Heads), kvHeads = Number("--kv-heads", shape.KvHeads);
        Option<int> headDim = Number("--head-dim", shape.HeadDim), feedForward = Number("--feed-forward", shape.FeedForward), length = Number("--length", 512), batch = Number("--batch-tokens", 8192);
        Option<int> steps = Number("--steps", 3), workers = Number("--workers", 2);
        var command = new Command("speed", "Measures how fast a shape trains: tokens a second, the best of some steps.") { width, layers, heads, kvHeads, headDim, feedForward, length, batch, steps, workers };
        command.SetAction(parsed => Failures.Told(() =>
        {
            var recipe = new Recipe
            {
                Model = new ModelShape
                {
                    Width = parsed.GetValue(width),
                    Layers = parsed.GetValue(layers),
                    Heads = parsed.GetValue(heads),
                    KvHeads = parsed.GetValue(kvHeads),
                    HeadDim = parsed.GetValue(headDim),
                    FeedForward = parsed.GetValue(feedForward),
                    Context = Math.Max(shape.Context, parsed.GetValue(length)),
                },
                Steps = parsed.GetValue(steps),
                BatchTokens = parsed.GetValue(batch),
                Workers = parsed.GetValue(workers),
            };
            return RecipeRules.Broken(recipe).ToArray() is { Length: > 0 } broken ? throw new RecipeException(string.Join("; ", broken)) : Measure(recipe, parsed.GetValue(length));
        }));
        return command;
    }

    private static int Measure(Recipe recipe, int length)
    {
        using var state = new TrainingState(recipe);
        using var trainer = new Trainer(recipe, new RandomSource(recipe.Model.Vocabulary, length), state);
        var (wall, processor) = (double.MaxValue, double.MaxValue);
        long tokens = 0;
        while (!trainer.Done)
        {
            var (begin, used) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
            tokens = trainer.Step().Tokens;
            wall = Math.Min(wall, Stopwatch.GetElapsedTime(begin).TotalSeconds);
            processor = Math.Min(processor, (Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        // A busy machine lengthens the first, hardly the second.
        Console.WriteLine(FormattableString.Invariant($"{recipe.Model.Parameters / 1e6:f2} M parameters, sequences of {length}: {tokens / wall:f0} tokens/s, {tokens / processor:f0} tokens a processor second"));
        return 0;
    }

    private static Option<int> Number(string name, int value) => new(name) { DefaultValueFactory = _ => value };

    /// <summary>Random tokens, half of which count.</summary>
    private sealed class RandomSource(int vocabulary, int length) : IExampleSource
    {
        public TrainingExample Draw(long index, double progress)
        {
            var random = new Random((int)index);
            return new TrainingExample([.. Enumerable.Range(0, length).Select(_ => random.Next(vocabulary))], [.. Enumerable.Range(0, length).Select(i => i % 2 == 1)]);
        }
    }
}
