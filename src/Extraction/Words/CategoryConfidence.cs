using System.Text.Json;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// How often a category told by words is right, by its lead over the next one: a table measured on labelled listings, in
/// <c>category-confidence.json</c> with the day and the command that measured it.
/// </summary>
internal sealed class CategoryConfidence
{
    internal sealed record Step(double Lead, double Right);

    internal sealed record Table(string Measured, string How, IReadOnlyList<Step> Steps);

    private readonly IReadOnlyList<Step> _steps;

    public CategoryConfidence()
    {
        using var stream = typeof(CategoryConfidence).Assembly.GetManifestResourceStream("category-confidence.json") ?? throw new InvalidOperationException("The resource category-confidence.json is missing from the assembly.");
        _steps = JsonSerializer.Deserialize(stream, WordsJson.Default.Confidence)!.Steps;
    }

    /// <summary>0 to 1.</summary>
    public double Of(double lead)
    {
        var right = _steps[0].Right;
        foreach (var step in _steps)
            if (lead >= step.Lead) right = step.Right;
        return right;
    }
}
