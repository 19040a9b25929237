using ReasoningGrains.Training.Recipes;

namespace ReasoningGrains.Training.Tests.Recipes;

public sealed class RecipeFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_written_recipe_is_read_as_it_was()
    {
        var recipe = TinyRecipe.Of(12);
        RecipeFile.Write(folder["recipe.json"], recipe);
        Assert.Equal(recipe, RecipeFile.Read(folder["recipe.json"]));
    }

    [Theory]
    [InlineData("""{"model": {"width": 100}, "steps": 5, "data": {"kind": "pairs"}}""", "model.width is 100; allowed are multiples of 32 from 32 to 4096")]
    [InlineData("""{"model": {"heads": 6, "kvHeads": 4}, "steps": 5, "data": {"kind": "pairs"}}""", "model.kvHeads 4")]
    [InlineData("""{"model": {}, "steps": 0, "warmupSteps": 0, "data": {"kind": "pairs"}}""", "steps is 0; allowed are 1 to 10000000")]
    [InlineData("""{"model": {}, "steps": 5, "stopAfter": 6, "warmupSteps": 0, "data": {"kind": "pairs"}}""", "stopAfter is 6; allowed are 1 to 5")]
    [InlineData("""{"model": {}, "steps": 5, "data": {"kind": "books"}}""", "data.kind is 'books'; allowed are dialogues, pairs")]
    [InlineData("""{"model": {}, "steps": 5, "optimizer": "sgd", "data": {"kind": "pairs"}}""", "optimizer is 'sgd'; allowed are adamw, muon")]
    [InlineData("""{"model": {"context": 1024}, "steps": 5, "data": {"kind": "dialogues", "longestAtEnd": 2048}}""", "data.longestAtEnd is 2048; allowed are 1024 to 1024")]
    [InlineData("""{"model": {}, "steps": 5, "data": {"kind": "pairs", "longestAtEnd": 1024}}""", "data.longestAtEnd is 1024; allowed is none with the kind pairs")]
    [InlineData("""{"model": {"context": 1024, "window": 1025}, "steps": 5, "data": {"kind": "pairs"}}""", "model.window is 1025; allowed are 16 to 1024")]
    [InlineData("""{"model": {"widht": 64}, "steps": 5, "data": {"kind": "pairs"}}""", "model.widht is not known; allowed are model.vocabulary, model.width")]
    [InlineData("""{"model": {}, "data": {"kind": "pairs"}}""", "steps")]
    [InlineData("""{"model": {}, "steps": "many", "data": {"kind": "pairs"}}""", "$.steps")]
    [InlineData("not JSON", "is not a recipe")]
    [InlineData("null", "null")]
    public void A_bad_recipe_gives_one_error_that_names_what_is_allowed(string text, string expected)
    {
        File.WriteAllText(folder["recipe.json"], text);
        var error = Assert.Throws<RecipeException>(() => RecipeFile.Read(folder["recipe.json"]));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["recipe.json"], error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void An_absent_recipe_is_named()
        => Assert.Contains("none.json", Assert.Throws<RecipeException>(() => RecipeFile.Read(folder["none.json"])).Message, StringComparison.Ordinal);
}
