namespace ReasoningGrains.Dialogues.Tests;

public class DialogueGeneratorTests
{
    [Fact]
    public void The_same_arguments_give_the_same_dialogue()
    {
        for (var index = 0; index < 50; index++)
        {
            var first = new DialogueGenerator(7).Draw(index, Split.Training, 0.5, 2000);
            var second = new DialogueGenerator(7).Draw(index, Split.Training, 0.5, 2000);
            Assert.Equal(first.System, second.System);
            Assert.Equal(first.Turns, second.Turns);
        }
    }

    [Fact]
    public void Other_seeds_and_indices_give_other_dialogues()
    {
        var texts = Enumerable.Range(0, 200).Select(at => Text(new DialogueGenerator(at % 2).Draw(at, Split.Training, 1, 1000))).ToList();
        Assert.Equal(texts.Count, texts.Distinct().Count());
    }

    [Fact]
    public void Every_task_is_drawn_early_and_late()
    {
        foreach (var progress in (double[])[0, 1])
        {
            var drawn = Enumerable.Range(0, 200).SelectMany(at => new DialogueGenerator(3).Draw(at, Split.Training, progress, 2000).Turns).Select(turn => turn.Task).ToHashSet();
            Assert.Superset(DialogueGenerator.Tasks.ToHashSet(), drawn);
        }
    }

    [Fact]
    public void Texts_have_no_slots_left_and_no_white_space_around()
    {
        foreach (var turn in Enumerable.Range(0, 500).SelectMany(at => new DialogueGenerator(5).Draw(at, at % 2 == 0 ? Split.Training : Split.Evaluation, at / 500.0, 2000).Turns))
        {
            Assert.All([turn.User, turn.Answer, turn.Think ?? "x"], text =>
            {
                Assert.NotEmpty(text);
                Assert.Equal(text.Trim(), text);
                Assert.DoesNotContain('{', text);
                Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
                Assert.DoesNotContain("..", text, StringComparison.Ordinal);
            });
        }
    }

    private static string Text(Dialogue dialogue) => string.Join('\n', dialogue.Turns);
}
