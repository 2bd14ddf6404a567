using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Signalbox.Engine.Governance.Configuration;

/// <summary>A version by semantic versioning 2.0 (spec 2, Configuration: <c>version</c>), such as <c>1.4.0</c> or <c>2.0.0-rc.1</c>.</summary>
public sealed partial record SemanticVersion : IComparable<SemanticVersion>
{
    /// <summary>What one looks like, for messages.</summary>
    public const string Allowed = "three numbers, such as 1.4.0, with a pre-release such as -rc.1 if need be";

    private readonly BigInteger[] _numbers;
    private readonly string[] _preRelease;

    private SemanticVersion(string text, BigInteger[] numbers, string[] preRelease) => (Text, _numbers, _preRelease) = (text, numbers, preRelease);

    /// <summary>As it was written.</summary>
    public string Text { get; }

    /// <summary>The version; null when the text is none.</summary>
    public static SemanticVersion? Parse(string? text)
    {
        if (text is null || text.Length > 100 || !Form().IsMatch(text))
        {
            return null;
        }

        var core = text.Split('+')[0].Split('-', 2);
        return new SemanticVersion(
            text, [.. core[0].Split('.').Select(n => BigInteger.Parse(n, NumberStyles.None, CultureInfo.InvariantCulture))], core.Length == 1 ? [] : core[1].Split('.'));
    }

    /// <summary>The next version with the same first two numbers: <c>1.4.1</c> after <c>1.4.0</c>; the release itself after a pre-release.</summary>
    public SemanticVersion NextPatch() =>
        Parse(string.Create(CultureInfo.InvariantCulture, $"{_numbers[0]}.{_numbers[1]}.{_numbers[2] + (_preRelease.Length == 0 ? 1 : 0)}"))!;

    /// <summary>By precedence: the numbers first, a pre-release before its release, what stands behind a plus sign never.</summary>
    public int CompareTo(SemanticVersion? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (var i = 0; i < _numbers.Length; i++)
        {
            if (_numbers[i].CompareTo(other._numbers[i]) is var order and not 0)
            {
                return order;
            }
        }

        return (_preRelease.Length, other._preRelease.Length) switch
        {
            (0, 0) => 0,
            (0, _) => 1,
            (_, 0) => -1,
            _ => Compare(_preRelease, other._preRelease),
        };
    }

    /// <summary>The versions are written alike.</summary>
    public bool Equals(SemanticVersion? other) => other is not null && string.Equals(Text, other.Text, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>As it was written.</summary>
    public override string ToString() => Text;

    public static bool operator <(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) < 0;

    public static bool operator >(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) > 0;

    public static bool operator <=(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) <= 0;

    public static bool operator >=(SemanticVersion left, SemanticVersion right) => Comparer<SemanticVersion>.Default.Compare(left, right) >= 0;

    // Numbers are compared as numbers and come before words; of two lists that begin alike the longer comes later.
    private static int Compare(string[] left, string[] right)
    {
        foreach (var (a, b) in left.Zip(right))
        {
            var (isNumber, isOther) = (a.All(char.IsAsciiDigit), b.All(char.IsAsciiDigit));
            var order = (isNumber, isOther) switch
            {
                (true, true) => BigInteger.Parse(a, CultureInfo.InvariantCulture).CompareTo(BigInteger.Parse(b, CultureInfo.InvariantCulture)),
                (true, false) => -1,
                (false, true) => 1,
                (false, false) => string.CompareOrdinal(a, b),
            };
            if (order != 0)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    // The expression of semver.org
    [GeneratedRegex(
        @"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();
}
