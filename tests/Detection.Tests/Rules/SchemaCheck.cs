using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Ecom389.Monitor.Detection.Tests.Rules;

/// <summary>
/// Checks a YAML node against the keywords of JSON Schema 2020-12 that <c>rules/pack.schema.json</c> uses; a keyword it does not
/// know is a fault of the test itself, so that nothing passes unread.
/// </summary>
internal sealed class SchemaCheck(JsonElement schema)
{
    private static readonly HashSet<string> Notes = new(StringComparer.Ordinal) { "$schema", "$defs", "title", "description" };

    /// <summary>Every fault as <c>path: message</c>.</summary>
    public List<string> Faults(YamlNode node) => Check(schema, node, "");

    private List<string> Check(JsonElement rule, YamlNode node, string path)
    {
        var faults = new List<string>();
        foreach (var keyword in rule.EnumerateObject())
        {
            if (Notes.Contains(keyword.Name)) continue;
            var value = keyword.Value;
            switch (keyword.Name)
            {
                case "$ref":
                    faults.AddRange(Check(Definition(value.GetString()!), node, path));
                    break;
                case "oneOf":
                    var tries = value.EnumerateArray().Select(inner => Check(inner, node, path)).ToArray();
                    // The nearest alternative's faults say most.
                    if (tries.Count(static list => list.Count == 0) != 1) faults.AddRange(tries.MinBy(static list => list.Count == 0 ? int.MaxValue : list.Count)!.Prepend($"{path}: none or several of the alternatives"));
                    break;
                case "type":
                    if (!IsOf(value.GetString()!, node)) faults.Add($"{path}: no {value}");
                    break;
                case "enum":
                    if (!value.EnumerateArray().Any(allowed => allowed.GetString() == Scalar(node))) faults.Add($"{path}: {Scalar(node)} is not allowed");
                    break;
                case "pattern":
                    if (Scalar(node) is { } text && !Regex.IsMatch(text, value.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1))) faults.Add($"{path}: {text} does not match {value}");
                    break;
                case "required":
                    faults.AddRange(value.EnumerateArray().Where(name => node is YamlMappingNode map && !map.Children.ContainsKey(new YamlScalarNode(name.GetString()))).Select(name => $"{path}: {name} is missing"));
                    break;
                case "properties":
                    if (node is YamlMappingNode mapping) faults.AddRange(mapping.Children.Where(child => value.TryGetProperty(Scalar(child.Key)!, out _)).SelectMany(child => Check(value.GetProperty(Scalar(child.Key)!), child.Value, $"{path}.{Scalar(child.Key)}")));
                    break;
                case "additionalProperties":
                    if (node is YamlMappingNode closed) faults.AddRange(closed.Children.Keys.Select(key => Scalar(key)!).Where(name => !rule.GetProperty("properties").TryGetProperty(name, out _)).Select(name => $"{path}: {name} is unknown"));
                    break;
                case "items":
                    if (node is YamlSequenceNode list) faults.AddRange(list.Children.SelectMany((child, i) => Check(value, child, $"{path}[{i}]")));
                    break;
                case "minLength" or "minItems" or "minProperties":
                    if (Size(node) < value.GetInt32()) faults.Add($"{path}: too short");
                    break;
                case "minimum" or "exclusiveMinimum" or "exclusiveMaximum":
                    if (double.TryParse(Scalar(node), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !InRange(keyword.Name, number, value.GetDouble())) faults.Add($"{path}: {number} is out of range");
                    break;
                default:
                    throw new InvalidOperationException($"The check does not know the keyword {keyword.Name}.");
            }
        }
        return faults;
    }

    private JsonElement Definition(string reference) => schema.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static string? Scalar(YamlNode node) => (node as YamlScalarNode)?.Value;

    private static int Size(YamlNode node) => node switch { YamlSequenceNode list => list.Children.Count, YamlMappingNode map => map.Children.Count, _ => Scalar(node)?.Length ?? 0 };

    private static bool InRange(string keyword, double number, double bound) => keyword switch { "minimum" => number >= bound, "exclusiveMinimum" => number > bound, _ => number < bound };

    private static bool IsOf(string type, YamlNode node) => type switch
    {
        "object" => node is YamlMappingNode,
        "array" => node is YamlSequenceNode,
        "integer" => long.TryParse(Scalar(node), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _),
        "number" => double.TryParse(Scalar(node), NumberStyles.Float, CultureInfo.InvariantCulture, out _),
        "boolean" => bool.TryParse(Scalar(node), out _),
        _ => node is YamlScalarNode,
    };
}
