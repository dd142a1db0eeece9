using System.Globalization;
using Ecom389.Monitor.Detection.Features;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>What the bench was asked to do.</summary>
internal sealed record Arguments
{
    public const string Usage = """
        usage: lowo table      DATA --rules DIR --corpus FILE... [--no-liblinear] [--sayings WITH WITHOUT] [--peers FOLDER]   the whole table, with and without our own corpus, LIBLINEAR beside it
               lowo one        DATA --rules DIR --corpus FILE... [--only WRITER,...] [--set NAME=VALUE]... [--codes] [--top N] [--save FILE]
               lowo peer       DATA --corpus FILE... [--peers FOLDER]               LIBLINEAR's part of the table alone
               lowo ablation   DATA --rules DIR --corpus FILE... [--only WRITER,...] [--sayings WITH] what each part of the classifier is worth
               lowo curve      DATA --rules DIR --corpus FILE... [--only WRITER,...] [--sayings WITH] what each batch of our own corpus is worth
               lowo duplicates DATA --corpus FILE...                                near-duplicate rates
               lowo field      DATA --rules DIR --model FILE [--top N]              false alarms of the shipped model on real listings
        DATA: the folder of the shared data (listings/ and real/). FILE: labelled listings, one file a writer.
        """;

    public required string Command { get; init; }

    public required string Data { get; init; }

    public string? Rules { get; private set; }

    public string? Model { get; private set; }

    public List<string> Corpus { get; } = [];

    public HashSet<string> Only { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether a writer is among those to be measured: all, unless some are named.</summary>
    public bool Measures(string writer) => Only.Count == 0 || Only.Contains(writer);

    public int Top { get; private set; }

    /// <summary>A file to keep the heads' sayings in, for looking closer.</summary>
    public string? Save { get; private set; }

    /// <summary>Sayings kept earlier, with our own corpus in training and, second, without: heads need not be fitted again.</summary>
    public List<string> Sayings { get; } = [];

    /// <summary>A folder that keeps LIBLINEAR's results, a line a writer: what is there already is not measured again.</summary>
    public string? Peers { get; private set; }

    public bool Codes { get; private set; }

    public bool Liblinear { get; private set; } = true;

    public TrainingSettings Settings { get; private set; } = new();

    /// <summary>The arguments, or null where they make no sense.</summary>
    public static Arguments? Parse(string[] args)
    {
        if (args.Length < 2) return null;
        var result = new Arguments { Command = args[0], Data = args[1] };
        var option = "";
        foreach (var value in args.Skip(2))
        {
            if (value.StartsWith("--", StringComparison.Ordinal))
            {
                option = value;
                if (value is "--codes") result.Codes = true;
                else if (value is "--no-liblinear") result.Liblinear = false;
                continue;
            }
            switch (option)
            {
                case "--rules": result.Rules = value; break;
                case "--model": result.Model = value; break;
                case "--corpus": result.Corpus.Add(value); break;
                case "--sayings": result.Sayings.Add(value); break;
                case "--save": result.Save = value; break;
                case "--peers": result.Peers = value; break;
                case "--only": result.Only.UnionWith(value.Split(',')); break;
                case "--top": result.Top = int.Parse(value, CultureInfo.InvariantCulture); break;
                case "--set": result.Settings = Set(result.Settings, value); break;
                default: return null;
            }
        }
        return result;
    }

    /// <summary>Settings with any property of the training or feature settings set by its name, as <c>NAME=VALUE</c>.</summary>
    public static TrainingSettings Set(TrainingSettings settings, string assignment)
    {
        var name = assignment.Split('=')[0];
        var value = assignment.Split('=')[^1];
        var features = typeof(FeatureSettings).GetProperty(name);
        object target = features is null ? settings with { } : settings.Features with { };
        var property = target.GetType().GetProperty(name) ?? throw new ArgumentException($"no setting {name}", nameof(assignment));
        property.SetValue(target, Convert.ChangeType(value, property.PropertyType, CultureInfo.InvariantCulture));
        return features is null ? (TrainingSettings)target : settings with { Features = (FeatureSettings)target };
    }
}
