using ReasoningGrains.Training.Examples;

namespace ReasoningGrains.Training.Tests.Examples;

public class DialogueSourceTests(TrainedTokenizer trained)
{
    [Fact]
    public void The_same_arguments_give_the_same_example()
    {
        for (var index = 0; index < 20; index++)
        {
            var first = new DialogueSource(trained.Tokenizer, seed: 3).Draw(index, 0.4);
            var second = new DialogueSource(trained.Tokenizer, seed: 3).Draw(index, 0.4);
            Assert.Equal(first.Tokens, second.Tokens);
            Assert.Equal(first.Learned, second.Learned);
        }
    }

    [Theory]
    [InlineData(256)]
    [InlineData(512)]
    [InlineData(1024)]
    public void No_example_is_longer_than_allowed_and_each_teaches_something(int longest)
    {
        var source = new DialogueSource(trained.Tokenizer, seed: 4, longest);
        for (var index = 0; index < 200; index++)
        {
            var example = source.Draw(index, index / 200.0);
            Assert.InRange(example.Tokens.Length, 1, longest);
            Assert.Equal(example.Tokens.Length, example.Learned.Length);
            Assert.Contains(true, example.Learned);
            Assert.All(example.Tokens, id => Assert.InRange(id, 0, trained.Tokenizer.VocabularySize - 1));
        }
    }

    [Fact]
    public void Examples_grow_with_the_training_to_what_is_allowed_and_short_ones_stay()
    {
        var (first, last) = (Lengths(0), Lengths(1));
        Assert.True(last.Average() > 1.5 * first.Average());
        Assert.InRange(last.Max(), 900, 1024);
        Assert.InRange(last.Min(), 1, 300);
    }

    [Fact]
    public void Towards_the_end_they_grow_to_what_is_allowed_there_and_before_they_are_the_same()
    {
        var (plain, longer) = (new DialogueSource(trained.Tokenizer, seed: 5), new DialogueSource(trained.Tokenizer, seed: 5, longestAtEnd: 2048));
        for (var index = 0; index < 50; index++)
        {
            Assert.Equal(plain.Draw(index, 0.75).Tokens, longer.Draw(index, 0.75).Tokens);
        }

        var last = Enumerable.Range(0, 300).Select(index => longer.Draw(index, 0.9).Tokens.Length).ToArray();
        Assert.InRange(last.Max(), 1800, 2048);
        Assert.InRange(last.Min(), 1, 300);
        Assert.InRange(last.Count(length => length > 2048 - 40), 0, 15);
    }

    [Fact]
    public void Questions_are_not_cut_off_but_for_a_few()
        => Assert.InRange(Lengths(1).Count(length => length > 1024 - 40), 0, 15);

    private int[] Lengths(double progress)
    {
        var source = new DialogueSource(trained.Tokenizer, seed: 5);
        return [.. Enumerable.Range(0, 300).Select(index => source.Draw(index, progress).Tokens.Length)];
    }
}
