using ReasoningGrains.Models.Templates;
using ReasoningGrains.Models.Tokenizers;
using ReasoningGrains.Models.Tokenizers.HuggingFace;
using ReasoningGrains.Training.Tokenizers;

[assembly: AssemblyFixture(typeof(ReasoningGrains.Training.Tests.TrainedTokenizer))]

namespace ReasoningGrains.Training.Tests;

/// <summary>The built-in model's tokenizer, trained once for all tests, and its template as a service opens it.</summary>
public sealed class TrainedTokenizer : IDisposable
{
    public TrainedTokenizer()
    {
        BuiltInTokenizer.Train(Folder, seed: 1);
        Tokenizer = BuiltInTokenizer.Open(Folder);
        Template = HuggingFaceChatTemplate.Open(Folder, HuggingFaceTokenizer.Open(Folder), TimeProvider.System);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("built-in-tokenizer").FullName;

    public ITokenizer Tokenizer { get; }

    public IChatTemplate Template { get; }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
