using Ecom389.Monitor.Core;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Ecom389.Monitor.Pipeline.Imports;

/// <summary>Reads <c>rules/import-headings.yaml</c>.</summary>
internal static class UsualHeadings
{
    /// <summary>Field to usual headings. Throws <see cref="InvalidInputException"/> when the file cannot be read.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Load(string rules)
    {
        var file = Path.Combine(rules, "import-headings.yaml");
        try
        {
            using var reader = File.OpenText(file);
            var table = new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<Table>(reader);
            return table?.Headings is { Count: > 0 } headings
                ? headings.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)pair.Value, StringComparer.Ordinal)
                : throw new InvalidInputException(new InputError(file, null, "headings", "thiếu / missing"));
        }
        catch (YamlException fault)
        {
            throw new InvalidInputException(new InputError(file, (int)fault.Start.Line, null, fault.InnerException?.Message ?? fault.Message));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(file, null, null, fault.Message));
        }
    }

    private sealed class Table
    {
        public string? Title { get; set; }

        public string? Updated { get; set; }

        public Dictionary<string, List<string>>? Headings { get; set; }
    }
}
