using ReasoningGrains.Training.Native;

namespace ReasoningGrains.Training.Tests.Native;

public sealed class NewerSymbolTests
{
    /// <summary>Whatever this system's C++ library is, after the first use of the training the file is one that it can load; a second look changes nothing.</summary>
    [Fact]
    public void A_library_without_the_symbol_stays_as_it_is()
    {
        var path = Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libc10.so");
        Assert.SkipUnless(File.Exists(path), "Not Linux.");
        var (before, after) = (File.ReadAllBytes(path), File.ReadAllBytes(path));
        Assert.False(NewerSymbol.Remove(after));
        Assert.Equal(before, after);
    }
}
