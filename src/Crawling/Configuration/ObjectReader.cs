using System.Globalization;
using System.Text.Json;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Reads the members of one JSON object by name and notes every fault instead of stopping. Asking for a member makes it known;
/// <see cref="Finish"/> reports the unknown ones.
/// </summary>
internal sealed class ObjectReader
{
    private readonly List<InputError> _errors;
    private readonly string _file;
    private readonly string _path;
    private readonly JsonTree _tree;
    private readonly List<string> _known = [];

    public ObjectReader(JsonTree tree, string file, string path, List<InputError> errors)
    {
        _tree = tree;
        _file = file;
        _path = path;
        _errors = errors;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, line, _) in tree.Members)
            if (!seen.Add(name)) errors.Add(new InputError(file, line, At(name), Messages.Format("config.duplicate-property")));
    }

    public int Line => _tree.Line;

    public JsonTree? Member(string name)
    {
        _known.Add(name);
        foreach (var (member, _, value) in _tree.Members)
            if (string.Equals(member, name, StringComparison.Ordinal)) return value;
        return null;
    }

    public string At(string name) => _path.Length == 0 ? name : $"{_path}.{name}";

    public void Fault(string name, JsonTree? where, string key, params ReadOnlySpan<object?> arguments) =>
        _errors.Add(new InputError(_file, where?.Line ?? _tree.Line, At(name), Messages.Format(key, arguments)));

    public string? Text(string name, bool required = false)
    {
        if (Of(name, JsonTokenType.String, "type.string", required) is not { } value) return null;
        if (value.Text.Trim().Length > 0) return value.Text.Trim();
        Fault(name, value, "config.empty");
        return null;
    }

    public bool Flag(string name, bool otherwise)
    {
        var value = Member(name);
        switch (value?.Kind)
        {
            case null:
                return otherwise;
            case JsonTokenType.True:
                return true;
            case JsonTokenType.False:
                return false;
            default:
                WrongType(name, value, "type.boolean");
                return otherwise;
        }
    }

    public int Number(string name, int otherwise, int from, int to)
    {
        if (Member(name) is not { } value) return otherwise;
        if (value.Kind != JsonTokenType.Number || !long.TryParse(value.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number))
        {
            WrongType(name, value, "type.number");
            return otherwise;
        }

        if (number >= from && number <= to) return (int)number;
        Fault(name, value, "config.range", from, to, number);
        return otherwise;
    }

    public T Choice<T>(string name, T otherwise, bool required = false, T? except = null)
        where T : struct, Enum
    {
        if (Text(name, required) is not { } text) return otherwise;
        var values = Enum.GetValues<T>().Where(value => !value.Equals(except)).ToList();
        foreach (var value in values)
            if (string.Equals(NameOf(value), text, StringComparison.Ordinal)) return value;
        Fault(name, Member(name), "config.enum", text, string.Join(", ", values.Select(NameOf)));
        return otherwise;

        static string NameOf(T value) => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());
    }

    public ObjectReader? Object(string name, bool required = false) =>
        Of(name, JsonTokenType.StartObject, "type.object", required) is { } value ? new ObjectReader(value, _file, At(name), _errors) : null;

    /// <summary>The objects of a list, each with its path.</summary>
    public IReadOnlyList<ObjectReader> Objects(string name, bool required = false)
    {
        var objects = new List<ObjectReader>();
        if (Of(name, JsonTokenType.StartArray, "type.array", required) is not { } list) return objects;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i].Kind == JsonTokenType.StartObject) objects.Add(new ObjectReader(list.Items[i], _file, At($"{name}[{i}]"), _errors));
            else WrongType($"{name}[{i}]", list.Items[i], "type.object");
        }

        return objects;
    }

    /// <summary>The values of a list of objects with the path of each, for whoever reads them later.</summary>
    public IReadOnlyList<(JsonTree Tree, string Path)> Trees(string name, bool required)
    {
        var trees = new List<(JsonTree, string)>();
        if (Of(name, JsonTokenType.StartArray, "type.array", required) is not { } list) return trees;
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i].Kind == JsonTokenType.StartObject) trees.Add((list.Items[i], At($"{name}[{i}]")));
            else WrongType($"{name}[{i}]", list.Items[i], "type.object");
        }

        return trees;
    }

    /// <summary>A list of words of an enumeration.</summary>
    public IReadOnlyList<T> Choices<T>(string name)
        where T : struct, Enum
    {
        var chosen = new List<T>();
        Texts(name, (place, item) =>
        {
            if (Enum.GetValues<T>().Where(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()) == item.Text.Trim()).ToArray() is [var value]) chosen.Add(value);
            else Fault(place, item, "config.enum", item.Text, string.Join(", ", Enum.GetValues<T>().Select(value => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString()))));
        });
        return chosen;
    }

    /// <summary>One character, blanks and tabs included, or null.</summary>
    public string? Letter(string name)
    {
        if (Of(name, JsonTokenType.String, "type.string", required: false) is not { } value) return null;
        if (value.Text.Length == 1) return value.Text;
        Fault(name, value, "config.letter");
        return null;
    }

    /// <summary>Notes a fault that lies in another file.</summary>
    public void Note(InputError error) => _errors.Add(error);

    /// <summary>The strings of a list; <paramref name="check"/> says what is wrong with one, with its name and place, or nothing.</summary>
    public IReadOnlyList<string> Texts(string name, Action<string, JsonTree>? check = null)
    {
        var texts = new List<string>();
        if (Of(name, JsonTokenType.StartArray, "type.array", required: false) is not { } list) return texts;
        for (var i = 0; i < list.Items.Count; i++)
        {
            var item = list.Items[i];
            var place = $"{name}[{i}]";
            if (item.Kind != JsonTokenType.String) WrongType(place, item, "type.string");
            else if (item.Text.Trim().Length == 0) Fault(place, item, "config.empty");
            else
            {
                check?.Invoke(place, item);
                texts.Add(item.Text.Trim());
            }
        }

        return texts;
    }

    /// <summary>All members of an object of strings.</summary>
    public IReadOnlyDictionary<string, string> Map(string name, IReadOnlyCollection<string>? allowed = null)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Object(name) is not { } reader) return map;
        foreach (var (field, line, value) in reader._tree.Members)
        {
            if (allowed is not null && !allowed.Contains(field, StringComparer.Ordinal)) _errors.Add(new InputError(_file, line, reader.At(field), Messages.Format("config.unknown-property", string.Join(", ", allowed))));
            else if (value.Kind != JsonTokenType.String) reader.WrongType(field, value, "type.string");
            else if (value.Text.Trim().Length == 0) reader.Fault(field, value, "config.empty");
            else map[field] = value.Text.Trim();
        }

        return map;
    }

    /// <summary>Reports members nobody asked for.</summary>
    public void Finish()
    {
        foreach (var (name, line, _) in _tree.Members)
            if (!_known.Contains(name, StringComparer.Ordinal))
                _errors.Add(new InputError(_file, line, At(name), Messages.Format("config.unknown-property", string.Join(", ", _known.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)))));
    }

    private JsonTree? Of(string name, JsonTokenType kind, string kindKey, bool required)
    {
        var value = Member(name);
        if (value is null || (value.Kind == JsonTokenType.Null && !required))
        {
            if (required) Fault(name, null, "config.required");
            return null;
        }

        if (value.Kind == kind) return value;
        WrongType(name, value, kindKey);
        return null;
    }

    private void WrongType(string name, JsonTree value, string kindKey) =>
        Fault(name, value, "config.type", Messages.Format(kindKey), Messages.Format(value.KindKey));
}
