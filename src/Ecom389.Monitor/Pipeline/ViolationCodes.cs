using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Rules;

namespace Ecom389.Monitor.Pipeline;

/// <summary>The violation codes of a rules folder, read without compiling its packs, which takes a second.</summary>
internal static class ViolationCodes
{
    private const string Table = "violations.yaml";

    /// <param name="rules">Folder that holds <c>violations.yaml</c>.</param>
    /// <exception cref="InvalidInputException">There is no such file or it cannot be used.</exception>
    public static IReadOnlySet<string> Read(string rules) => Kinds(rules).Select(kind => kind.Code).ToHashSet(StringComparer.Ordinal);

    /// <summary>The kinds with their harm.</summary>
    /// <inheritdoc cref="Read"/>
    public static IReadOnlyList<ViolationKind> Kinds(string rules)
    {
        var path = Path.Combine(rules, Table);
        try
        {
            var set = RulePackLoader.Load(new Dictionary<string, string>(StringComparer.Ordinal) { [Table] = File.ReadAllText(path) }, Path.GetFileName(rules));
            return set.Violations;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidInputException(new InputError(path, null, null, "không đọc được / cannot be read: " + exception.Message));
        }
    }
}
