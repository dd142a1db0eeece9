using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// A table of a small file below <c>rules/</c>, read field by field. Every fault is an <see cref="InvalidInputException"/> naming file, line
/// and field; a field that is not known is one, for a misspelt name must not pass in silence.
/// </summary>
internal sealed class RuleFields
{
    private readonly string _file;
    private readonly string _path;
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);

    private RuleFields(string file, string path, YamlNode node, string[] known)
    {
        (_file, _path) = (file, path);
        if (node is not YamlMappingNode table) throw Fault(node, path, "phải là một bảng / must be a mapping");
        foreach (var (key, value) in table.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            if (known.Length > 0 && !known.Contains(name, StringComparer.Ordinal)) throw Fault(key, At(name), $"không có trường này; dùng được / no such field, but: {string.Join(", ", known)}");
            _fields[name] = value;
        }
    }

    /// <summary>The names of the fields, in the order of the file.</summary>
    public IReadOnlyCollection<string> Names => _fields.Keys;

    /// <summary>Reads a file that holds one table of these fields.</summary>
    public static RuleFields Read(string file, params string[] known)
    {
        try
        {
            var stream = new YamlStream();
            using (var text = new StringReader(RulePackLoader.ReadText(file))) stream.Load(text);
            return stream.Documents.Count > 0 ? new(file, "", stream.Documents[0].RootNode, known) : throw new InvalidInputException(new InputError(file, null, null, "tệp trống / the file is empty"));
        }
        catch (YamlException fault)
        {
            throw new InvalidInputException(new InputError(file, (int)fault.Start.Line, null, fault.InnerException?.Message ?? fault.Message));
        }
        catch (InvalidOperationException fault)
        {
            // YamlDotNet's scanner throws this on some broken flow collections.
            throw new InvalidInputException(new InputError(file, null, null, fault.Message));
        }
    }

    public string? Text(string name) => !_fields.TryGetValue(name, out var node) ? null : node is YamlScalarNode scalar ? scalar.Value : throw Fault(name, "phải là một dòng chữ / must be a text");

    public double? Number(string name) => Text(name) is not { Length: > 0 } text ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : throw Fault(name, $"\"{text}\" phải là một số / must be a number");

    public long? Whole(string name) => Text(name) is not { Length: > 0 } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Fault(name, $"\"{text}\" phải là một số nguyên / must be a whole number");

    /// <summary>A table within; one whose names are data where <paramref name="known"/> is empty.</summary>
    public RuleFields? Table(string name, params string[] known) => Node(name) is { } node ? new(_file, At(name), node, known) : null;

    /// <summary>A list of tables; empty where the field is missing.</summary>
    public IReadOnlyList<RuleFields> Tables(string name, params string[] known) => Node(name) is not { } node ? []
        : node is YamlSequenceNode list ? [.. list.Children.Select((row, index) => new RuleFields(_file, $"{At(name)}[{index}]", row, known))]
        : throw Fault(name, "phải là một danh sách / must be a list");

    /// <summary>A fault of a field, with its line where it is there.</summary>
    public InvalidInputException Fault(string name, string message) => new(new InputError(_file, _fields.TryGetValue(name, out var node) ? (int)node.Start.Line : null, At(name), message));

    /// <summary>What stands there; null for nothing.</summary>
    private YamlNode? Node(string name) => _fields.TryGetValue(name, out var node) && node is not YamlScalarNode { Value: null or "" } ? node : null;

    private InvalidInputException Fault(YamlNode node, string field, string message) => new(new InputError(_file, (int)node.Start.Line, field.Length == 0 ? null : field, message));

    private string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";
}
