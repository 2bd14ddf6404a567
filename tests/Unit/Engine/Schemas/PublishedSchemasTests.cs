using System.Text.Json;
using Signalbox.Engine.Schemas;
using Signalbox.Unit.Engine.Features;

namespace Signalbox.Unit.Engine.Schemas;

public sealed class PublishedSchemasTests
{
    [Fact]
    public void FeatureSpec_SpecsOwnExample_HasExactlyTheFaultThatTheSpecHas() =>
        Assert.Equal(["93:7 missing-key tasks.qa[0] ('QA-001') needs 'done_when'."], SchemaText.OfPublished(PublishedSchemas.FeatureSpec, SpecExample.Text));

    [Fact]
    public void FeatureSpec_NothingOfWhatIsRequired_IsSaidAtOnce() =>
        Assert.Equal(
            [
                "1:1 missing-key The document needs 'objective'.",
                "1:1 missing-key The document needs 'requirements'.",
                "1:10 wrong-type version is a text; this is the number 1.0; put it in quotes.",
                "2:10 missing-key feature needs 'priority'.",
                "2:15 pattern feature.id has the shape ^[a-z0-9-]+$; this is 'X'.",
                "2:24 size feature.name has at least 3 characters; this has 2.",
                "2:36 not-allowed 'done' is not allowed as feature.status; allowed are: planning, in_progress, review, completed, blocked.",
                "5:39 out-of-range tasks.dev[0].max_iterations ('a') is from 1 to 20; this is 21.",
            ],
            SchemaText.OfPublished(
                PublishedSchemas.FeatureSpec,
                "version: 1.0\nfeature: {id: X, name: ab, status: done}\ntasks:\n  dev:\n  - {id: a, title: b, max_iterations: 21, acceptance_criteria: [], done_when: c}\n"));

    [Fact]
    public void TrustModel_LevelsAndTheirKeys_AreChecked() =>
        Assert.Equal(
            [
                "3:3 missing-key trust_levels needs 'low'.",
                "3:9 missing-key trust_levels.high needs 'contexts'.",
                "3:59 not-allowed 'none' is not allowed as trust_levels.high.supervision; allowed are: minimal, code_review_required, pair_programming.",
                "4:42 wrong-type trust_levels.medium.auto_approve is true or false; this is the text 'no'.",
            ],
            SchemaText.OfPublished(
                PublishedSchemas.TrustModel,
                """
                version: "1.0"
                trust_levels:
                  high: {description: a, auto_approve: true, supervision: none}
                  medium: {description: b, auto_approve: no, supervision: minimal, contexts: []}
                """));

    [Fact]
    public void TaskSpec_IsTheFeatureSpecsOwn() =>
        Assert.Equal(
            ["1:1 missing-key The document needs 'done_when'.", "3:14 not-allowed 'XP' is not allowed as methodology; allowed are: TDD, BDD, standard."],
            SchemaText.OfPublished(PublishedSchemas.TaskSpec, "id: a\ntitle: b\nmethodology: XP\nacceptance_criteria: [c]\n"));

    [Fact]
    public void ApiContract_IsTheFeatureSpecsOwn() =>
        Assert.Equal(
            ["2:9 not-allowed 'FETCH' is not allowed as method; allowed are: GET, POST, PUT, PATCH, DELETE."],
            SchemaText.OfPublished(PublishedSchemas.ApiContract, "endpoint: /notes\nmethod: FETCH\nrequest: {}\nresponses: {}\n"));

    [Fact]
    public void Text_OfEach_NamesItself() =>
        Assert.All(PublishedSchemas.Names, name =>
        {
            using var schema = JsonDocument.Parse(PublishedSchemas.Text(name));
            Assert.Equal("https://json-schema.org/draft/2020-12/schema", schema.RootElement.GetProperty("$schema").GetString());
            Assert.EndsWith(PublishedSchemas.Path(name), schema.RootElement.GetProperty("$id").GetString(), StringComparison.Ordinal);
        });
}
