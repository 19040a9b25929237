namespace ReasoningGrains.Training.Recipes;

/// <summary>A recipe that cannot be followed; the message names what is wrong and what is allowed.</summary>
internal sealed class RecipeException(string message, Exception? cause = null) : Exception(message, cause);
