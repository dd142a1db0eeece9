using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Rules.Backtesting;

/// <summary>The rules as they are, and as they would be with a pack changed.</summary>
/// <param name="Before">As they are.</param>
/// <param name="After">As they would be.</param>
/// <param name="PackId">Which pack changes.</param>
/// <param name="Change">One sentence for the analyst: what is compared with what.</param>
public sealed record ProposedPack(RuleSet Before, RuleSet After, string PackId, string Change)
{
    /// <summary>
    /// A pack file takes the place of the installed pack of the same id, or is added. The id of an installed pack stands for its
    /// draft and shadow rules switched on; where it has none, the rules without the pack are compared with the rules with it.
    /// </summary>
    /// <param name="folder">The installed rules.</param>
    /// <param name="pack">A file, or a pack's id.</param>
    /// <exception cref="InvalidInputException">The rules or the pack cannot be used, or there is no such pack.</exception>
    public static ProposedPack Read(string folder, string pack)
    {
        var before = RulePackLoader.Load(folder);
        return File.Exists(pack) ? Replaced(folder, pack, before) : Switched(before, pack);
    }

    private static ProposedPack Replaced(string folder, string file, RuleSet before)
    {
        var files = RulePackLoader.ReadFiles(folder);
        var root = Path.GetFileName(Path.TrimEndingDirectorySeparator(folder));
        // Alone first: its faults are named by its own path, and its id tells what it replaces.
        var id = RulePackLoader.IdOf(file);
        var installed = before.Packs.FirstOrDefault(candidate => string.Equals(candidate.Id, id, StringComparison.Ordinal));
        var name = installed is null ? "packs/" + Path.GetFileName(file) : installed.File[(root.Length + 1)..];
        files[name] = RulePackLoader.ReadText(file);
        return new(before, RulePackLoader.Load(files, root), id, installed is null
            ? $"Thêm bộ \"{id}\" từ {file}"
            : $"Thay bộ \"{id}\" ({installed.File}) bằng {file}");
    }

    private static ProposedPack Switched(RuleSet before, string id)
    {
        if (!before.Packs.Any(candidate => string.Equals(candidate.Id, id, StringComparison.Ordinal)))
        {
            var known = string.Join(", ", before.Packs.Select(static candidate => candidate.Id));
            throw new InvalidInputException(new InputError("--pack", null, id, $"Không có tệp và cũng không có bộ quy tắc nào tên này; các bộ đang cài: {known}."));
        }
        if (before.Rules.Any(Waits))
        {
            return new(before, before with { Rules = [.. before.Rules.Select(rule => Waits(rule) ? rule with { Status = RuleStatus.Active } : rule)] }, id,
                $"Bật các quy tắc draft và shadow của bộ \"{id}\"");
        }
        return new(before with { Rules = [.. before.Rules.Where(rule => !Belongs(rule))] }, before, id, $"Không có bộ \"{id}\" so với có bộ ấy (bộ không còn quy tắc draft hay shadow)");

        bool Belongs(Rule rule) => rule.Id.StartsWith(id + ".", StringComparison.Ordinal);

        bool Waits(Rule rule) => Belongs(rule) && rule.Status is RuleStatus.Draft or RuleStatus.Shadow && Belongs(rule);
    }
}
