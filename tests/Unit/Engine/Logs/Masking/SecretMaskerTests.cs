using System.Text;
using Signalbox.Engine.Logs.Masking;

namespace Signalbox.Unit.Engine.Logs.Masking;

public sealed class SecretMaskerTests
{
    public static TheoryData<string> Forms => [.. SecretForm.All.Keys];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Scan_EveryFormAtEverySplit_LeavesNothingButTheRest(string form)
    {
        foreach (var secret in MaskLab.Secrets)
        {
            var masker = SecretMasker.Create([secret]);
            var written = SecretForm.All[form](secret, new Random(1));
            var input = Encoding.UTF8.GetBytes($"key: [{written}] next");
            var expected = $"key: [{MaskLab.Replaced(written)}] next";
            for (var split = 1; split <= input.Length; split++)
            {
                Assert.Equal(expected, Encoding.UTF8.GetString(MaskLab.Mask(masker, input, split, input.Length)));
            }

            Assert.Equal(expected, Encoding.UTF8.GetString(MaskLab.Mask(masker, input, 1)));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void Scan_Base64WithinOtherBytes_LeavesNoCharacterOfTheSecretAlone(int before)
    {
        foreach (var secret in MaskLab.Secrets)
        {
            var masker = SecretMasker.Create([secret]);
            for (var behind = 0; behind < 4; behind++)
            {
                var bytes = Encoding.UTF8.GetBytes($"{new string('~', before)}{secret}{new string('~', behind)}");
                foreach (var text in (string[])[Convert.ToBase64String(bytes), Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_')])
                {
                    for (var column = 1; column <= text.Length; column += 3)
                    {
                        var wrapped = SecretForm.Wrap(text, column, "\n");
                        var masked = Encoding.UTF8.GetBytes(wrapped).Select(_ => false).ToArray();
                        foreach (var (start, end) in MaskLab.Ranges(masker, Encoding.UTF8.GetBytes(wrapped)))
                        {
                            Array.Fill(masked, true, (int)start, (int)(end - start));
                        }

                        // Characters that hold six bits of the secret and nothing else.
                        var character = 0;
                        for (var i = 0; i < wrapped.Length; i++)
                        {
                            if (wrapped[i] != '\n')
                            {
                                var ofSecret = character * 6 >= before * 8 && (character * 6) + 6 <= (before + Encoding.UTF8.GetByteCount(secret)) * 8;
                                Assert.True(!ofSecret || masked[i], $"character {character} of {wrapped} is not masked");
                                character++;
                            }
                        }
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(20261)]
    [InlineData(20262)]
    [InlineData(20263)]
    [InlineData(20264)]
    public void Scan_FormsBetweenTrickyBytesInRandomPieces_LeaksNothing(int seed)
    {
        var random = new Random(seed);
        string[] tricky = ["\\", "\\\\", "%", "%4", "%41", "\\u", "\\u00", "'", "\"", "+", "\n", "\r\n", "\\n", "u", "=", "s3cr", "12345", "%%", "++", "\0", "ü", "-----", " ", "MIIE", "czNjcjN0"];
        for (var round = 0; round < 400; round++)
        {
            var secrets = MaskLab.Secrets.Where(_ => random.Next(3) == 0).DefaultIfEmpty(MaskLab.Secrets[random.Next(MaskLab.Secrets.Count)]).ToList();
            var masker = SecretMasker.Create(secrets);
            var input = new List<byte>();
            var places = new List<(int Start, int End, string Form)>();
            for (var part = 0; part < 12; part++)
            {
                for (var i = random.Next(6); i > 0; i--)
                {
                    input.AddRange(random.Next(4) == 0 ? [(byte)random.Next(256)] : Encoding.UTF8.GetBytes(tricky[random.Next(tricky.Length)]));
                }

                if (random.Next(3) > 0)
                {
                    var (name, write) = SecretForm.All.ElementAt(random.Next(SecretForm.All.Count));
                    var start = input.Count;
                    input.AddRange(Encoding.UTF8.GetBytes(write(secrets[random.Next(secrets.Count)], random)));
                    places.Add((start, input.Count, name));
                }
            }

            byte[] all = [.. input];
            var ranges = MaskLab.Ranges(masker, all);
            var whole = MaskLab.Mask(masker, all, all.Length + 1);
            int[] pieces = [.. Enumerable.Range(0, 20).Select(_ => random.Next(1, random.Next(2) == 0 ? 5 : 200))];

            Assert.All(places, p => Assert.True(
                ranges.Any(r => r.Start <= p.Start && p.End <= r.End) || p.Form.StartsWith("base64", StringComparison.Ordinal) && ranges.Any(r => r.Start <= p.Start && p.End - 4 <= r.End),
                $"seed {seed}, round {round}: {p.Form} at {p.Start}..{p.End} of {Convert.ToHexString(all)}"));
            Assert.Equal(whole, MaskLab.Mask(masker, all, pieces));
            Assert.Equal(all.Count(b => b == '\n'), whole.Count(b => b == '\n'));
        }
    }

    [Theory]
    [InlineData(71)]
    [InlineData(72)]
    public void Scan_BytesWithoutSecrets_ComeOutAsTheyAre(int seed)
    {
        var random = new Random(seed);
        var masker = SecretMasker.Create(MaskLab.Secrets);
        for (var round = 0; round < 60; round++)
        {
            var input = new byte[random.Next(1, 20_000)];
            random.NextBytes(input);
            if (round % 2 == 0)
            {
                // Bytes that begin escapes, and those of secrets
                var alphabet = Encoding.UTF8.GetBytes("\\%u041'\"+\n\r3crt-T =AQEF");
                for (var i = 0; i < input.Length; i++)
                {
                    input[i] = alphabet[input[i] % alphabet.Length];
                }
            }

            Assert.Equal(input, MaskLab.Mask(masker, input, random.Next(1, 3000), random.Next(1, 30)));
        }
    }

    [Fact]
    public void Scan_SecretsWithinAndAcrossEachOther_MasksWhatBelongsToAny()
    {
        var masker = SecretMasker.Create(["abcdefgh", "abcdefghijklmnop", "mnopqrstuvwx", "ghijklmn"]);

        Assert.Equal("<***> <***> <***z>", MaskLab.Mask(masker, "<abcdefgh> <abcdefghijklmnopqrstuvwx> <ghijklmnz>"));
    }

    [Fact]
    public void Scan_SecretThatGoesOnAndOn_IsDecidedAsItComes()
    {
        var masker = SecretMasker.Create(["aaaaaaaa"]);
        var input = Enumerable.Repeat((byte)'a', 5_000).ToArray();

        Assert.Equal("***"u8.ToArray(), MaskLab.Mask(masker, input, 13));
    }

    [Fact]
    public void Scan_BeginningOfASecret_IsHeldBackAndNothingElse()
    {
        var masker = SecretMasker.Create(["s3cr3t-T0ken"]);
        foreach (var (text, held) in new[] { ("Continue? ", 0), ("take s3cr", 4), ("take \\u0073", 6), ("take %73%33", 6), ("at 100%", 1), ("czNjc", 5), ("done.\n", 0), ("done\\", 1) })
        {
            var finder = new SecretFinder(masker, 0);
            finder.Scan(Encoding.UTF8.GetBytes(text), 0, isEnd: false);

            Assert.Equal((text, text.Length - held), (text, finder.Decided));
        }
    }

    [Fact]
    public void Scan_EachLineOfAKey_IsMaskedByItself()
    {
        var masker = SecretMasker.Create([MaskLab.Secrets[6]]);

        Assert.Equal("+   ***\n- ***\nAQEFAA", MaskLab.Mask(masker, "+   MIIEvQIBADANBg+/kqhkiG9w0B\n- AQEFAASCBKcwggSjAgEAAoIB\nAQEFAA"));
    }

    [Fact]
    public void Scan_SecretOverLines_KeepsTheLineFeeds()
    {
        var masker = SecretMasker.Create([MaskLab.Secrets[6]]);

        Assert.Equal("1\n***\n***\n***\n***\n6\n", MaskLab.Mask(masker, $"1\n{MaskLab.Secrets[6]}\n6\n"));
    }

    [Fact]
    public void LongestForm_OfTheLargestSecret_IsAQuarterOfABatch()
    {
        var secret = string.Concat(Enumerable.Range(0, 2_000).Select(i => $"{i:D4}\u00ff\n")) + "x";
        var masker = SecretMasker.Create([secret]);

        Assert.Equal(256 * 1024, masker.LongestForm);
        Assert.InRange(SecretMasker.Create(["s3cr3t-T0ken"]).LongestForm, 12 * 12, 4096);
        var all = SecretForm.All["json all upper case"](secret, new Random(1));
        Assert.Equal(SecretMasker.Replacement, MaskLab.Mask(masker, all));
    }

    [Theory]
    [InlineData("1234567")]
    [InlineData("äöü1")]
    [InlineData("123456\r\n")]
    [InlineData("")]
    public void Create_ShortValue_IsRefusedWithoutSayingIt(string value)
    {
        var fault = Assert.Throws<ArgumentException>(() => SecretMasker.Create(["long enough", value]));

        Assert.Contains("value 2 of 2 is under 8 bytes", fault.Message, StringComparison.Ordinal);
        Assert.True(value.Length == 0 || !fault.Message.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public void MaskText_WithAndWithoutSecrets_ReplacesOrGivesTheSame()
    {
        var masker = SecretMasker.Create(["s3cr3t-T0ken", "Schlüssel"]);
        const string Clean = "nothing to see \ud800 here";

        Assert.Same(Clean, masker.MaskText(Clean));
        Assert.Same(Clean, SecretMasker.None.MaskText(Clean));
        Assert.Equal("failed: *** and ***", masker.MaskText("failed: s3cr3t-T0ken and Schl%C3%BCssel"));
        Assert.Equal(SecretMasker.Replacement, masker.MaskText("s3cr3t-T0ken"));
    }
}
