namespace ReasoningGrains.Dialogues.Tasks;

/// <summary>All tasks.</summary>
internal static class TaskList
{
    public static IReadOnlyList<IDialogueTask> All { get; } =
    [
        new RecallTask(), new CorrectionTask(), new PlaceTask(), new OwnerTask(), new CountTask(), new ListTask(),
        new ArithmeticTask(adds: true), new ArithmeticTask(adds: false), new ProductTask(), new ComparisonTask(), new OlderTask(), new PriceTask(),
        new TwoHopTask(), new SameRoomTask(), new ImplicationTask(), new OrderingTask(),
        new UnknownTask(), new SmallTalkTask(), new IdentityTask(), new OutsideTask(),
    ];

    public static IDialogueTask Named(string name) =>
        All.FirstOrDefault(task => task.Name == name) ?? throw new ArgumentException($"There is no task '{name}'; allowed: {string.Join(", ", All.Select(task => task.Name))}.", nameof(name));

    public static IDialogueTask Weighted(Random random, double progress)
    {
        var left = random.NextDouble() * All.Sum(task => task.Weight(progress));
        return All.First(task => (left -= task.Weight(progress)) < 0 || task == All[^1]);
    }
}
