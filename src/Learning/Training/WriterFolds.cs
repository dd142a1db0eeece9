namespace Ecom389.Monitor.Learning.Training;

/// <summary>Deals writers into folds of about equal size. A writer is never split, so neither is a contrast pair or a mirror pair.</summary>
public static class WriterFolds
{
    /// <summary>The fold of each listing.</summary>
    public static int[] Deal(IReadOnlyList<string> writers, int folds)
    {
        var sizes = new int[folds];
        var foldOf = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var group in writers.GroupBy(writer => writer, StringComparer.Ordinal).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            var smallest = Array.IndexOf(sizes, sizes.Min());
            foldOf[group.Key] = smallest;
            sizes[smallest] += group.Count();
        }
        return [.. writers.Select(writer => foldOf[writer])];
    }
}
