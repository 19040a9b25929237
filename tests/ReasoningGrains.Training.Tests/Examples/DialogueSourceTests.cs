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
            Assert.All(example.Tokens, id => Assert.InRange(id, 0, trained.Tokenizer.VocabularySize - 1));
        }
    }

    [Fact]
    public void Examples_grow_with_the_training_and_fill_what_is_allowed_in_the_end()
    {
        var source = new DialogueSource(trained.Tokenizer, seed: 5);
        Assert.True(Average(0) < 500);
        Assert.True(Average(1) > 900);

        double Average(double progress) => Enumerable.Range(0, 100).Average(index => source.Draw(index, progress).Tokens.Length);
    }
}
