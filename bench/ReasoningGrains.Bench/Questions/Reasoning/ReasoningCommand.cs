using System.CommandLine;
using ReasoningGrains.Dialogues;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>The options of <c>reasoning</c>.</summary>
internal static class ReasoningCommand
{
    private static readonly Option<string[]> Tasks = ListOption.Of<string>("--task", $"Tasks, separated by commas: {string.Join(", ", DialogueGenerator.Tasks)}.", [.. DialogueGenerator.Tasks]);
    private static readonly Option<int> Count = new("--count") { Description = "Cases a task.", DefaultValueFactory = _ => 20 };
    private static readonly Option<int> Seed = new("--seed") { Description = "Of cases and chains.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string[]> Profile = ListOption.Of<string>("--profile", "Profiles of attention, separated by commas.", [.. Profiles.Names]);
    private static readonly Option<int[]> Length = ListOption.Of<int>("--length", "Tokens of the conversations, separated by commas.", 300, 1000, 5000, 20_000);
    private static readonly Option<int[]> Chains = ListOption.Of<int>("--chains", "Numbers of sampled chains that vote, e.g. 1,2,4,8; none asks greedily only.");
    private static readonly Option<float> Temperature = new("--temperature") { Description = "Of the sampled chains.", DefaultValueFactory = _ => 0.7f };
    private static readonly Option<int> Tokens = new("--tokens") { Description = "Most tokens of an answer, its reasoning included.", DefaultValueFactory = _ => 400 };
    private static readonly Option<int> Batch = new("--batch") { Description = "Conversations held at once; with --chains it is one, so that the seconds are those of a case alone.", DefaultValueFactory = _ => 8 };
    private static readonly Option<int> Wrong = new("--wrong") { Description = "So many wrong answers of each task are shown beside the right ones." };

    private static readonly Option<bool> Together = new("--together") { Description = "One conversation holds what all tasks need, and each question is asked of a fork of it: a long one is then held once, not for each task." };

    public static Command Create(string description, Option<int> threads, params Option[] common)
    {
        var command = new Command("reasoning", description) { Tasks, Count, Seed, Profile, Length, Chains, Temperature, Tokens, Batch, Wrong, Together, threads };
        foreach (var option in common)
        {
            command.Add(option);
        }

        return command;
    }

    public static ReasoningSettings Settings(ParseResult parsed, Option<int> threads) => new()
    {
        Tasks = parsed.GetValue(Tasks)!,
        Count = parsed.GetValue(Count),
        Seed = parsed.GetValue(Seed),
        Profiles = parsed.GetValue(Profile)!,
        Lengths = parsed.GetValue(Length)!,
        Chains = parsed.GetValue(Chains)!,
        Temperature = parsed.GetValue(Temperature),
        MaxTokens = parsed.GetValue(Tokens),
        Batch = parsed.GetValue(Chains) is { Length: > 0 } ? 1 : parsed.GetValue(Batch),
        Wrong = parsed.GetValue(Wrong),
        Together = parsed.GetValue(Together),
        Threads = parsed.GetValue(threads),
    };
}
