using System.Globalization;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>What the bench was asked to do.</summary>
internal sealed record Arguments
{
    public required string Data { get; init; }

    public string? Rules { get; private set; }

    public List<string> Corpus { get; } = [];

    public HashSet<string> Only { get; } = new(StringComparer.Ordinal);

    public int Top { get; private set; }

    /// <summary>A file to keep the heads' sayings in, for looking closer.</summary>
    public string? Save { get; private set; }

    public bool Codes { get; private set; }

    public TrainingSettings Settings { get; private set; } = new();

    /// <summary>The arguments, or null where they make no sense.</summary>
    public static Arguments? Parse(string[] args)
    {
        if (args.Length == 0) return null;
        var result = new Arguments { Data = args[0] };
        for (var i = 1; i < args.Length; i++)
        {
            if (args[i] is "--codes")
            {
                result.Codes = true;
                continue;
            }
            if (i + 1 >= args.Length) return null;
            var value = args[i + 1];
            switch (args[i])
            {
                case "--rules": result.Rules = value; break;
                case "--corpus": result.Corpus.Add(value); break;
                case "--save": result.Save = value; break;
                case "--only": result.Only.UnionWith(value.Split(',')); break;
                case "--top": result.Top = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--set": result.Set(value.Split('=')[0], value.Split('=')[^1]); break;
                default: return null;
            }
            i++;
        }
        return result;
    }

    /// <summary>Any property of the training or feature settings by its name.</summary>
    private void Set(string name, string value)
    {
        var features = typeof(FeatureSettings).GetProperty(name);
        object target = features is null ? Settings with { } : Settings.Features with { };
        var property = target.GetType().GetProperty(name) ?? throw new ArgumentException($"no setting {name}", nameof(name));
        property.SetValue(target, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        Settings = features is null ? (TrainingSettings)target : Settings with { Features = (FeatureSettings)target };
    }
}
