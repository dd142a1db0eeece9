using System.Security.Cryptography;

namespace Ecom389.Monitor.Evidence.Anchoring;

/// <summary>A step from a leaf to the root.</summary>
/// <param name="Hash">The neighbour's.</param>
/// <param name="IsLeft">True when the neighbour stands to the left.</param>
public sealed record MerkleStep(string Hash, bool IsLeft);

/// <summary>
/// The Merkle tree of RFC 6962, section 2.1, over SHA-256: leaves hashed with 00 before them, nodes with 01, the left subtree the
/// largest power of two below the number of leaves. Hashes are lower-case hexadecimal.
/// </summary>
public static class MerkleTree
{
    /// <summary>The hash of a leaf's bytes.</summary>
    public static string Leaf(ReadOnlySpan<byte> data)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData([0]);
        hash.AppendData(data);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The root over leaf hashes; of none, the hash of nothing.</summary>
    public static string Root(IReadOnlyList<string> leaves)
    {
        if (leaves.Count == 0) return Convert.ToHexStringLower(SHA256.HashData([]));
        // A stack of complete subtrees, the widest below: what is left at the end is joined from the right.
        var stack = new Stack<(string Hash, int Size)>();
        foreach (var leaf in leaves)
        {
            var node = (Hash: leaf, Size: 1);
            while (stack.Count > 0 && stack.Peek().Size == node.Size) node = (Node(stack.Pop().Hash, node.Hash), node.Size * 2);
            stack.Push(node);
        }

        var root = stack.Pop().Hash;
        while (stack.Count > 0) root = Node(stack.Pop().Hash, root);
        return root;
    }

    /// <summary>The steps that lead from the leaf at <paramref name="index"/> to the root.</summary>
    public static IReadOnlyList<MerkleStep> Path(IReadOnlyList<string> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var steps = new List<MerkleStep>();
        int from = 0, to = leaves.Count;
        while (to - from > 1)
        {
            var middle = from + LeftSize(to - from);
            if (index < middle)
            {
                steps.Add(new(Root(Slice(leaves, middle, to)), false));
                to = middle;
            }
            else
            {
                steps.Add(new(Root(Slice(leaves, from, middle)), true));
                from = middle;
            }
        }

        steps.Reverse();
        return steps;
    }

    /// <summary>The root that a leaf's steps lead to.</summary>
    public static string Climb(string leaf, IEnumerable<MerkleStep> steps)
    {
        foreach (var step in steps) leaf = step.IsLeft ? Node(step.Hash, leaf) : Node(leaf, step.Hash);
        return leaf;
    }

    private static string Node(string left, string right)
    {
        Span<byte> input = stackalloc byte[65];
        input[0] = 1;
        Convert.FromHexString(left, input[1..], out _, out _);
        Convert.FromHexString(right, input[33..], out _, out _);
        return Convert.ToHexStringLower(SHA256.HashData(input));
    }

    private static int LeftSize(int count)
    {
        var size = 1;
        while (size * 2 < count) size *= 2;
        return size;
    }

    private static List<string> Slice(IReadOnlyList<string> leaves, int from, int to)
    {
        var slice = new List<string>(to - from);
        for (var i = from; i < to; i++) slice.Add(leaves[i]);
        return slice;
    }
}
