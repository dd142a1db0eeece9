using Ecom389.Monitor.Core;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

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
        try
        {
            using var reader = File.OpenText(file);
            var parsed = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<CanaryFile>(reader);
            if (parsed?.Canaries is not { Count: > 0 } rows) throw Fault(file, null, "canaries", "không có tin mẫu nào / no canary");
            return [.. rows.Select((row, index) => Checked(file, index, row))];
        }
        catch (YamlException fault)
        {
            throw Fault(file, (int)fault.Start.Line, null, fault.InnerException?.Message ?? fault.Message);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw Fault(file, null, null, fault.Message);
        }
    }

    private static Canary Checked(string file, int index, CanaryRow row)
    {
        foreach (var (name, value) in (ReadOnlySpan<(string, string?)>)[("id", row.Id), ("code", row.Code), ("title", row.Title), ("description", row.Description), ("category", row.Category)])
            if (string.IsNullOrWhiteSpace(value)) throw Fault(file, null, $"canaries[{index}].{name}", "thiếu / missing");
        if (row.PriceVnd <= 0) throw Fault(file, null, $"canaries[{index}].priceVnd", "phải lớn hơn 0 / must be above 0");
        return new(row.Id!, row.Code!, row.Title!, row.Description!, row.PriceVnd, row.Category!);
    }

    private static InvalidInputException Fault(string file, int? line, string? field, string message) => new(new InputError(file, line, field, message));

    private sealed class CanaryFile
    {
        public string? Title { get; set; }

        public string? Updated { get; set; }

        public List<CanaryRow>? Canaries { get; set; }
    }

    private sealed class CanaryRow
    {
        public string? Id { get; set; }

        public string? Code { get; set; }

        public string? Title { get; set; }

        public string? Description { get; set; }

        public long PriceVnd { get; set; }

        public string? Category { get; set; }
    }
}
