namespace ReasoningGrains.Bench.Questions.Reasoning;

/// <summary>A greedy answer that is not the right one.</summary>
/// <param name="Task">Name.</param>
/// <param name="Number">Of the case among those of its task.</param>
/// <param name="Question">The last message.</param>
/// <param name="Right">The right reasoning and answer.</param>
/// <param name="Said">The model's.</param>
internal sealed record WrongAnswer(string Task, int Number, string Question, ReasonedAnswer Right, ReasonedAnswer Said)
{
    public static WrongAnswer Of(ReasoningResult result)
    {
        var asked = result.Asked;
        return new WrongAnswer(asked.Task, asked.Number, asked.Asked.User, new ReasonedAnswer(asked.Asked.Think ?? "", asked.Asked.Answer), new ReasonedAnswer(result.Said.Think, result.Said.Answer));
    }
}

/// <param name="Think">Reasoning, or empty.</param>
/// <param name="Answer">Answer.</param>
internal sealed record ReasonedAnswer(string Think, string Answer)
{
    public override string ToString() => Think.Length > 0 ? $"[{Think}] {Answer}" : Answer;
}
