using ReasoningGrains.Training.Tokenizers;

namespace ReasoningGrains.Training.Tests.Tokenizers;

public class BytePairTrainerTests
{
    [Fact]
    public void The_most_frequent_pair_is_merged_first()
    {
        // The example of Sennrich et al. 2016, section 3.2, without its end-of-word mark.
        var words = new Dictionary<string, long> { ["low"] = 5, ["lower"] = 2, ["newest"] = 6, ["widest"] = 3 };
        Assert.Equal([("e", "s"), ("es", "t"), ("l", "o"), ("lo", "w")], BytePairTrainer.Train(words, 4));
    }

    [Fact]
    public void It_stops_when_nothing_repeats() => Assert.Empty(BytePairTrainer.Train(new Dictionary<string, long> { ["ab"] = 1 }, 10));
}
