using System.Text;
using Signalbox.Engine.Agents;
using Signalbox.Engine.Identity;
using Signalbox.Engine.Logs.Masking;
using Signalbox.Engine.Secrets;

namespace Signalbox.Unit.Engine.Secrets;

public sealed class SecretCatalogTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("signalbox-secrets-");
    private readonly Dictionary<string, string> _environment = new(StringComparer.Ordinal);

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Resolve_Variable_IsReadAtEachUse()
    {
        _environment["TOKEN_X"] = "first-value";
        var catalog = Catalog(("API_KEY", "env:TOKEN_X"));

        Assert.Equal(["API_KEY"], catalog.Names);
        Assert.Equal(new SecretResult("first-value", null), catalog.Resolve("API_KEY"));
        _environment["TOKEN_X"] = "second-value";
        Assert.Equal(new SecretResult("second-value", null), catalog.Resolve("API_KEY"));
    }

    [Theory]
    [InlineData("plain-value", "plain-value")]
    [InlineData("plain-value\n", "plain-value")]
    [InlineData("plain-value\r\n", "plain-value")]
    [InlineData("plain-value\n\n", "plain-value\n")]
    [InlineData("two\nlines of it\n", "two\nlines of it")]
    public void Resolve_File_IsReadWithoutItsLineEnd(string content, string value)
    {
        Assert.Equal(value, Catalog(("KEY", "file:" + Write(content))).Resolve("KEY").Value);
    }

    [Fact]
    public void Resolve_WithoutAValueThatCanBeMasked_SaysWhyInOneSentence()
    {
        _environment["EMPTY"] = "";
        _environment["SHORT"] = "1234567";
        _environment["LINES"] = "\r\n\n1234\n\n\n";
        _environment["BROKEN"] = "value \ufffd\ufffd";
        _environment["LARGE"] = new string('x', SecretCatalog.MaxBytes + 1);
        var latin = Write("");
        File.WriteAllBytes(latin, [.. Encoding.Latin1.GetBytes("schlüssel-wert")]);
        var faults = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["env:UNSET"] = "The secret S has no value: the environment variable UNSET is not set for the server.",
            ["env:EMPTY"] = "The secret S has no value: the environment variable EMPTY is empty.",
            ["env:SHORT"] = "The secret S is too short to be masked: the environment variable SHORT holds 7 bytes, at least 8 are needed.",
            ["env:LINES"] = "The secret S is too short to be masked: the environment variable LINES holds 4 bytes, at least 8 are needed.",
            ["env:BROKEN"] = "The secret S cannot be given to a process: the environment variable BROKEN does not hold text in UTF-8.",
            ["env:LARGE"] = "The secret S is too long to be masked: the environment variable LARGE holds more than 16384 bytes.",
            ["file:/nowhere/at/all"] = "The secret S has no value: there is no file /nowhere/at/all.",
            [$"file:{_folder.FullName}"] = $"The secret S cannot be read: {_folder.FullName} is a folder.",
            [$"file:{Write("\n")}"] = "The secret S has no value: the file * is empty.",
            [$"file:{Write("1234567\n")}"] = "The secret S is too short to be masked: the file * holds 7 bytes, at least 8 are needed.",
            [$"file:{Write(new string('x', 100_000))}"] = "The secret S is too long to be masked: the file * holds more than 16384 bytes.",
            [$"file:{Write("with \0 inside")}"] = "The secret S cannot be given to a process: the file * does not hold text in UTF-8.",
            [$"file:{latin}"] = "The secret S cannot be given to a process: the file * does not hold text in UTF-8.",
        };
        foreach (var (reference, fault) in faults)
        {
            var result = Catalog(("S", reference)).Resolve("S");

            Assert.Equal((null, fault.Replace("*", reference["file:".Length..], StringComparison.Ordinal)), (result.Value, result.Fault));
        }
    }

    [Fact]
    public void Resolve_Limits_AreWithin()
    {
        _environment["LEAST"] = "12345678";
        _environment["MOST"] = new string('x', SecretCatalog.MaxBytes);

        Assert.Null(Catalog(("S", "env:LEAST")).Resolve("S").Fault);
        Assert.Null(Catalog(("S", "env:MOST")).Resolve("S").Fault);
        Assert.Null(Catalog(("S", "file:" + Write(new string('x', SecretCatalog.MaxBytes) + "\r\n"))).Resolve("S").Fault);
    }

    [Fact]
    public void Resolve_UnknownName_SaysHowToAddIt() =>
        Assert.Equal(
            "There is no secret NOPE: add Secrets:NOPE with env:NAME or file:/absolute/path to the server's configuration.",
            Catalog().Resolve("NOPE").Fault);

    [Theory]
    [InlineData("API_KEY", "env:X", null)]
    [InlineData("A", "file:/run/secrets/a b", null)]
    [InlineData("api_key", "env:X", "Secrets:api_key: the name of a secret is made of")]
    [InlineData("1KEY", "env:X", "Secrets:1KEY: the name of a secret is made of")]
    [InlineData("KEY\n", "env:X", "Secrets:KEY\n: the name of a secret is made of")]
    [InlineData("KEY", "env:", "Secrets:KEY: found something else, allowed is env:NAME")]
    [InlineData("KEY", "env:A=B", "Secrets:KEY: found something else, allowed is env:NAME")]
    [InlineData("KEY", "file:relative/path", "Secrets:KEY: found something else, allowed is env:NAME")]
    [InlineData("KEY", "the-value-itself", "Secrets:KEY: found something else, allowed is env:NAME")]
    [InlineData("KEY", null, "Secrets:KEY: found something else, allowed is env:NAME")]
    public void Parse_Reference_IsCheckedWithoutSayingIt(string name, string? reference, string? expected)
    {
        var parsed = SecretReference.Parse(name, reference, out var fault);

        Assert.Equal(expected is null, parsed is not null);
        Assert.StartsWith(expected ?? "", fault ?? "", StringComparison.Ordinal);
        Assert.DoesNotContain("the-value-itself", fault ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_OfWhatHoldsValues_DoesNotSayThem()
    {
        var request = new AgentRequest
        {
            RunId = EntityId.New<RunId>(),
            Epoch = 1,
            AttemptId = EntityId.New<AttemptId>(),
            Directory = "/a",
            WorkingDirectory = "/w",
            Prompt = "use hidden-value",
            Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["KEY"] = "hidden-value" },
            Secrets = ["hidden-value"],
            Timeout = TimeSpan.FromMinutes(1),
        };

        Assert.DoesNotContain("hidden-value", $"{request} {new SecretResult("hidden-value", null)}", StringComparison.Ordinal);
        Assert.Contains("Secrets = 1", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Find_MaskOfAnAttempt_ComesFromTheNamesItWasGiven()
    {
        _environment["X"] = "the-first-value";
        _environment["Y"] = "the-other-value";
        var names = new Names { ["X"] = "env:X", ["Y"] = "env:Y" };
        var masks = new AttemptMasks(Catalog([.. names.Select(n => (n.Key, n.Value))]), names);

        var mask = await masks.FindAsync(EntityId.New<AttemptId>(), TestContext.Current.CancellationToken);
        Assert.Equal("*** ***", mask.Masker!.MaskText("the-first-value the-other-value"));

        _environment.Remove("Y");
        mask = await masks.FindAsync(EntityId.New<AttemptId>(), TestContext.Current.CancellationToken);
        Assert.Equal(new AttemptMask(null, "The secret Y has no value: the environment variable Y is not set for the server."), mask);
    }

    private SecretCatalog Catalog(params IEnumerable<(string Name, string Reference)> secrets) =>
        new(secrets.Select(s => SecretReference.Parse(s.Name, s.Reference, out _)!), name => _environment.GetValueOrDefault(name));

    private string Write(string content)
    {
        var path = Path.Combine(_folder.FullName, Guid.NewGuid().ToString("N"));
        File.WriteAllText(path, content);
        return path;
    }

    private sealed class Names : Dictionary<string, string>, IAttemptSecretNames
    {
        public Names()
            : base(StringComparer.Ordinal)
        {
        }

        public Task<IReadOnlyList<string>> GetAsync(AttemptId attempt, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<string>>([.. Keys]);
    }
}
