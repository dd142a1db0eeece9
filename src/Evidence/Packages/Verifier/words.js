'use strict';
// What the page says, Vietnamese first. A fault carries both tongues, so that switching needs no second reading.
const WORDS = {
  vi: {
    title: 'Kiểm chứng gói bằng chứng', intro: 'Trang này tự kiểm chứng, không cần mạng, không gửi gì đi đâu. Kéo tệp .zip hoặc thư mục đã giải nén thả vào ô dưới đây.',
    drop: 'Thả gói bằng chứng vào đây', chooseZip: 'Chọn tệp .zip', chooseFolder: 'Chọn thư mục', other: 'English',
    footer: 'Trang chỉ nói các byte có còn nguyên không và ai đã ký. Trang không nói nội dung có vi phạm hay không.',
    reading: 'Đang đọc', holds: 'Mọi phần đều khớp', holdsMore: 'Không byte nào khác với lúc lập gói; chuỗi lưu giữ liền mạch, chữ ký đúng.',
    broken: 'Gói đã bị thay đổi', brokenMore: 'Có phần không còn như lúc lập gói. Nơi sai đầu tiên đứng đầu bảng.', unsealed: 'Các phần khớp nhau, nhưng gói chưa được niêm phong bằng chữ ký.',
    faults: 'Chỗ sai', kind: 'Loại', place: 'Ở đâu', detail: 'Vì sao', checked: 'Đã kiểm', notes: 'Cần biết', compare: 'Đối chiếu bằng mắt', compareMore: 'So với hồ sơ giấy và với bản mà bên giữ mốc đã nhận.',
    key: 'Vân tay khoá ký', anchor: 'Mốc neo', contents: 'Mã băm bảng kê', made: 'Gói lập lúc', subject: 'Hồ sơ', organisation: 'Cơ quan', stamp: 'Dấu thời gian',
    kinds: { MissingFile: 'Thiếu tệp', BrokenBytes: 'Byte bị đổi', UnknownFile: 'Tệp lạ', BrokenLink: 'Đứt chuỗi lưu giữ', WrongSignature: 'Sai chữ ký', WrongTimeStamp: 'Sai dấu thời gian', TimeBackwards: 'Thời gian đi lùi', WrongProof: 'Chứng minh không khớp' },
    counts: { files: 'Tệp', bytes: 'Byte', artefacts: 'Bản ghi', 'chain-lines': 'Dòng chuỗi lưu giữ', seals: 'Chữ ký niêm phong', anchors: 'Mốc neo', 'proofs-of-inclusion': 'Chứng minh nằm trong mốc', 'time-stamps': 'Dấu thời gian', manifests: 'Bảng kê nghi vấn' },
  },
  en: {
    title: 'Verify an evidence package', intro: 'This page verifies by itself: no network, nothing is sent anywhere. Drop the .zip file or the unpacked folder below.',
    drop: 'Drop the evidence package here', chooseZip: 'Choose the .zip', chooseFolder: 'Choose the folder', other: 'Tiếng Việt',
    footer: 'The page says whether the bytes are untouched and who signed. It does not say whether anything in them breaks the law.',
    reading: 'Reading', holds: 'Everything matches', holdsMore: 'No byte differs from when the package was made; the chain of custody is unbroken, the signatures hold.',
    broken: 'The package was changed', brokenMore: 'A part is no longer what it was when the package was made. The first broken place stands first.', unsealed: 'The parts match each other, but the package is not sealed by a signature.',
    faults: 'What is wrong', kind: 'Kind', place: 'Where', detail: 'Why', checked: 'Checked', notes: 'To be known', compare: 'Compare by eye', compareMore: 'With the printed record, and with what the holder of the anchors received.',
    key: 'Signing key, fingerprint', anchor: 'Anchor', contents: 'Hash of the list', made: 'Package made', subject: 'Matter', organisation: 'Organisation', stamp: 'Time-stamp',
    kinds: { MissingFile: 'Missing file', BrokenBytes: 'Changed bytes', UnknownFile: 'Unknown file', BrokenLink: 'Broken link', WrongSignature: 'Wrong signature', WrongTimeStamp: 'Wrong time-stamp', TimeBackwards: 'Time runs backwards', WrongProof: 'Proof does not match' },
    counts: { files: 'Files', bytes: 'Bytes', artefacts: 'Records', 'chain-lines': 'Lines of the chain', seals: 'Seals', anchors: 'Anchors', 'proofs-of-inclusion': 'Proofs of inclusion', 'time-stamps': 'Time-stamps', manifests: 'Manifests' },
  },
};
