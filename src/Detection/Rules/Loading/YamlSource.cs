using System.Globalization;
using Ecom389.Monitor.Core;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Detection.Rules.Loading;

/// <summary>One YAML file being read: every fault found goes to one list, with its line and field.</summary>
internal sealed class YamlSource(string file, ICollection<InputError> errors, ICollection<LegalStatement> statements)
{
    /// <summary>The file as the user named it.</summary>
    public string File => file;

    /// <summary>Parses the text; null (and an error) where it is no YAML mapping.</summary>
    public YamlFields? Parse(string text)
    {
        using var reader = new StringReader(text);
        var parser = new Parser(reader);
        try
        {
            var stream = new YamlStream();
            stream.Load(parser);
            if (stream.Documents.Count == 1 && stream.Documents[0].RootNode is YamlMappingNode root) return new(this, root, "");
            Error(1, null, "Tệp phải là một bảng YAML (các dòng \"tên: giá trị\").");
        }
        catch (YamlException fault)
        {
            Error((int)fault.Start.Line, null, "Không đọc được YAML: " + (fault.InnerException?.Message ?? fault.Message));
        }
        catch (InvalidOperationException fault)
        {
            // YamlDotNet's scanner throws this on some broken flow collections; where it stood is known all the same.
            Error((int?)parser.Current?.End.Line, null, "Không đọc được YAML (ngoặc chưa đóng?): " + fault.Message);
        }
        return null;
    }

    public void Error(int? line, string? field, string message) => errors.Add(new(file, line, field, message));

    public void Error(YamlNode node, string field, string message) => Error((int)node.Start.Line, field, message);

    /// <summary>Keeps a statement about the law, for <c>rules lint</c>.</summary>
    public void Cite(LegalStatement statement) => statements.Add(statement);
}

/// <summary>A YAML mapping read field by field; fields that nobody asked for are faults (a misspelt name must not pass in silence).</summary>
internal sealed class YamlFields(YamlSource source, YamlMappingNode node, string path)
{
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    public YamlSource Source => source;

    public string Path => path;

    public int Line => (int)node.Start.Line;

    public string At(string name) => path.Length == 0 ? name : path + "." + name;

    public void Error(string? name, string message) => source.Error(name is not null && Node(name) is { } child ? (int)child.Start.Line : Line, name is null ? path : At(name), message);

    public bool Has(string name) => Node(name) is not null;

    private int LineOf(string name) => Node(name) is { } child ? (int)child.Start.Line : Line;

    public YamlNode? Node(string name)
    {
        _known.Add(name);
        return node.Children.TryGetValue(new YamlScalarNode(name), out var child) ? child : null;
    }

    /// <summary>The text of a field, or null (and an error where it is required).</summary>
    public string? Text(string name, bool required = false)
    {
        if (Node(name) is not { } child)
        {
            if (required) Error(null, $"Thiếu trường \"{name}\".");
            return null;
        }
        if (child is YamlScalarNode { Value: { } value } && !string.IsNullOrWhiteSpace(value)) return value.Trim();
        Error(name, "Phải là một dòng chữ, không được để trống.");
        return null;
    }

    public string Required(string name) => Text(name, required: true) ?? "";

    public double? Number(string name) => Parse<double>(name, "một số", static (text, out value) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value));

    public long? Whole(string name) => Parse<long>(name, "một số nguyên", static (text, out value) => long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out value));

    public DateOnly? Date(string name) => Parse<DateOnly>(name, "một ngày YYYY-MM-DD", static (text, out value) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out value));

    public bool? Flag(string name) => Parse<bool>(name, "true hoặc false", bool.TryParse);

    /// <summary>One of a set of words.</summary>
    public T? OneOf<T>(string name, bool required = false) where T : struct, Enum
    {
        if (Text(name, required) is not { } text) return null;
        if (Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)) return value;
        Error(name, $"\"{text}\" không hợp lệ; phải là một trong: {string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant()}.");
        return null;
    }

    /// <summary>A list of texts; one text stands for a list of one.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        switch (Node(name))
        {
            case null:
                return [];
            case YamlScalarNode { Value: { } value } when !string.IsNullOrWhiteSpace(value):
                return [value.Trim()];
            case YamlSequenceNode sequence:
                var texts = new List<string>(sequence.Children.Count);
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    if (sequence.Children[i] is YamlScalarNode { Value: { } text } && !string.IsNullOrWhiteSpace(text)) texts.Add(text.Trim());
                    else source.Error(sequence.Children[i], $"{At(name)}[{i}]", "Phải là một dòng chữ, không được để trống.");
                }
                return texts;
            default:
                Error(name, "Phải là một danh sách dòng chữ.");
                return [];
        }
    }

    /// <summary>A list of legal statements of one line each, kept for <c>rules lint</c> with the line of each.</summary>
    public IReadOnlyList<string> Citations(string name)
    {
        var texts = Texts(name);
        var nodes = Node(name) is YamlSequenceNode sequence ? sequence.Children : [];
        for (var i = 0; i < texts.Count; i++)
            source.Cite(LegalStatement.OneLine(source.File, i < nodes.Count ? (int)nodes[i].Start.Line : Line, $"{At(name)}[{i}]", texts[i]));
        return texts;
    }

    /// <summary>A required legal statement of one line, kept for <c>rules lint</c>.</summary>
    public string Citation(string name)
    {
        var text = Required(name);
        source.Cite(LegalStatement.OneLine(source.File, LineOf(name), At(name), text));
        return text;
    }

    /// <summary>A required field that is itself a source and holds its own date, kept for <c>rules lint</c>.</summary>
    public string SourceNote(string name)
    {
        var text = Required(name);
        source.Cite(new(source.File, LineOf(name), At(name), text, text, text));
        return text;
    }

    /// <summary>A legal basis of three parts, kept for <c>rules lint</c>; null where there is none.</summary>
    public LegalBasis? Legal(string name)
    {
        if (Map(name) is not { } legal) return null;
        var basis = new LegalBasis(legal.Required("text"), legal.Required("source"), legal.Required("date"));
        legal.Finish();
        source.Cite(new(source.File, legal.Line, At(name), basis.Text, basis.Source, basis.Date));
        return basis;
    }

    /// <summary>A nested mapping, or null.</summary>
    public YamlFields? Map(string name)
    {
        switch (Node(name))
        {
            case null:
                return null;
            case YamlMappingNode map:
                return new(source, map, At(name));
            default:
                Error(name, "Phải là một bảng (các dòng \"tên: giá trị\").");
                return null;
        }
    }

    /// <summary>A list of mappings; one mapping stands for a list of one.</summary>
    public IReadOnlyList<YamlFields> Maps(string name)
    {
        switch (Node(name))
        {
            case null:
                return [];
            case YamlMappingNode map:
                return [new(source, map, At(name))];
            case YamlSequenceNode sequence:
                var maps = new List<YamlFields>(sequence.Children.Count);
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    if (sequence.Children[i] is YamlMappingNode map) maps.Add(new(source, map, $"{At(name)}[{i}]"));
                    else source.Error(sequence.Children[i], $"{At(name)}[{i}]", "Phải là một bảng (các dòng \"tên: giá trị\").");
                }
                return maps;
            default:
                Error(name, "Phải là một danh sách các bảng.");
                return [];
        }
    }

    /// <summary>A list of lists of texts.</summary>
    public IReadOnlyList<IReadOnlyList<string>> TextGroups(string name)
    {
        if (Node(name) is not YamlSequenceNode sequence)
        {
            Error(name, "Phải là một danh sách các nhóm từ.");
            return [];
        }
        var groups = new List<IReadOnlyList<string>>();
        for (var i = 0; i < sequence.Children.Count; i++)
        {
            var group = sequence.Children[i] switch
            {
                YamlScalarNode { Value: { Length: > 0 } value } => [value.Trim()],
                YamlSequenceNode list => list.Children.OfType<YamlScalarNode>().Select(static item => item.Value?.Trim() ?? "").Where(static text => text.Length > 0).ToArray(),
                _ => [],
            };
            if (group.Length == 0) source.Error(sequence.Children[i], $"{At(name)}[{i}]", "Nhóm từ trống.");
            groups.Add(group);
        }
        return groups;
    }

    /// <summary>The names of the fields, each read as known: for tables whose keys are data.</summary>
    public IEnumerable<(string Key, YamlNode Value)> Entries()
    {
        foreach (var (key, value) in node.Children)
        {
            if (key is not YamlScalarNode { Value: { } name }) continue;
            _known.Add(name);
            yield return (name, value);
        }
    }

    /// <summary>Reports fields that were never asked for.</summary>
    public void Finish()
    {
        foreach (var (key, _) in node.Children)
        {
            if (key is YamlScalarNode { Value: { } name } && !_known.Contains(name))
                source.Error(key, At(name), $"Không có trường \"{name}\" ở đây; các trường dùng được: {string.Join(", ", _known.Order(StringComparer.Ordinal))}.");
        }
    }

    private delegate bool TryParse<T>(string text, out T value);

    private T? Parse<T>(string name, string what, TryParse<T> parse) where T : struct
    {
        if (Text(name) is not { } text) return null;
        if (parse(text, out var value)) return value;
        Error(name, $"\"{text}\" phải là {what}.");
        return null;
    }
}
