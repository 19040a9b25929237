using ReasoningGrains.Dialogues;

namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>What is asked: each task at each length under each profile.</summary>
internal sealed record ReasoningSettings
{
    private const int MostChains = 64;

    public required IReadOnlyList<string> Tasks { get; init; }

    /// <summary>Cases a task.</summary>
    public int Count { get; init; }

    /// <summary>Of cases and chains.</summary>
    public int Seed { get; init; }

    public required IReadOnlyList<string> Profiles { get; init; }

    /// <summary>Of the conversations, in tokens.</summary>
    public required IReadOnlyList<int> Lengths { get; init; }

    /// <summary>Numbers of sampled chains that vote; empty asks greedily only.</summary>
    public IReadOnlyList<int> Chains { get; init; } = [];

    /// <summary>Of the sampled chains.</summary>
    public float Temperature { get; init; }

    /// <summary>Of an answer, its reasoning included.</summary>
    public int MaxTokens { get; init; }

    /// <summary>Conversations held at once.</summary>
    public int Batch { get; init; }

    /// <summary>The questions of all tasks are asked at the end of the same conversation, each of a fork of it.</summary>
    public bool Together { get; init; }

    /// <summary>Wrong answers of each task that are reported.</summary>
    public int Wrong { get; init; }

    public int Threads { get; init; }

    /// <exception cref="ArgumentException">A setting has a value that is not allowed.</exception>
    public void Check()
    {
        var problem = Tasks.Except(DialogueGenerator.Tasks).FirstOrDefault() is { } task ? $"--task has '{task}'; allowed are {string.Join(", ", DialogueGenerator.Tasks)}."
            : Profiles.Except(Bench.Profiles.Names).FirstOrDefault() is { } profile ? $"--profile has '{profile}'; allowed are {string.Join(", ", Bench.Profiles.Names)}."
            : Count < 1 ? $"--count is {Count}; allowed: 1 or more."
            : Lengths.Any(l => l < 1) ? $"--length has {Lengths.Min()}; allowed: 1 or more."
            : Chains.Any(c => c is < 1 or > MostChains) ? $"--chains has {Chains.First(c => c is < 1 or > MostChains)}; allowed: 1 to {MostChains}."
            : Chains.Count > 0 && !(Temperature > 0) ? $"--temperature is {Temperature}; allowed: above 0."
            : MaxTokens < 1 ? $"--tokens is {MaxTokens}; allowed: 1 or more."
            : Batch < 1 ? $"--batch is {Batch}; allowed: 1 or more."
            : null;
        if (problem is not null)
        {
            throw new ArgumentException(problem);
        }
    }
}
