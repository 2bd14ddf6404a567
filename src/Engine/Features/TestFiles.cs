using System.Text.RegularExpressions;

namespace Signalbox.Engine.Features;

/// <summary>Tells by its path whether a file holds tests, by the habits of the common languages.</summary>
internal static partial class TestFiles
{
    public static bool IsTest(string path) => Folder().IsMatch(path) || Name().IsMatch(path);

    [GeneratedRegex(@"(?:^|/)(?:tests?|specs?|__tests__|e2e)/", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Folder();

    // FooTests.cs, FooTest.php, foo_test.go, foo.test.ts, foo.spec.ts, foo_spec.rb, test_foo.py
    [GeneratedRegex(@"(?:^|/)(?:[^/]*(?:[a-z0-9]Tests?|[._-](?:test|spec))\.[^./]+|test_[^/]+)\z", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Name();
}
