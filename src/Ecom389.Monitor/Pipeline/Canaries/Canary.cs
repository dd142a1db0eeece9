using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Pipeline.Canaries;

/// <summary>A listing that is planted in every run and must reach the queue.</summary>
/// <param name="Id">Name within the file.</param>
/// <param name="Code">The violation it must be suspected of.</param>
/// <param name="Title">As a seller would write it; <c>{token}</c> is replaced by a word of the run.</param>
/// <param name="Description">The same.</param>
/// <param name="PriceVnd">In đồng.</param>
/// <param name="Category">A category id of the schema.</param>
internal sealed record Canary(string Id, string Code, string Title, string Description, long PriceVnd, string Category)
{
    /// <summary>Reads <c>rules/canaries.yaml</c>. Throws <see cref="InvalidInputException"/> naming file, line and what is missing.</summary>
    public static IReadOnlyList<Canary> Load(string file)
    {
        var table = RuleFields.Read(file, "title", "updated", "canaries");
        var rows = table.Tables("canaries", "id", "code", "title", "description", "priceVnd", "category");
        return rows.Count > 0 ? [.. rows.Select(Of)] : throw table.Fault("canaries", "không có tin mẫu nào / no canary");
    }

    private static Canary Of(RuleFields row)
    {
        return new(Required("id"), Required("code"), Required("title"), Required("description"), row.Whole("priceVnd") is > 0 and var price ? price : throw row.Fault("priceVnd", "phải lớn hơn 0 / must be above 0"), Required("category"));

        string Required(string name) => row.Text(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : throw row.Fault(name, "thiếu / missing");
    }
}
